"""Figures that somebody may cite: what they showed, under which settings, from which data."""

from dataclasses import asdict, dataclass
from datetime import datetime

import sqlalchemy as sa

from queries.state.store import STATE, changing, looking

_passport = sa.Table(
    "passport",
    STATE,
    sa.Column("passport_id", sa.Text, primary_key=True),
    sa.Column("exhibit", sa.Text, primary_key=True),
    sa.Column("title", sa.Text, nullable=False),
    sa.Column("page", sa.Text, nullable=False),
    sa.Column("address", sa.Text, nullable=False),  # query part that restores the view
    sa.Column("settings", sa.Text, nullable=False),  # digest without data and code
    sa.Column("snapshot_id", sa.Integer, nullable=False),
    sa.Column("data", sa.Text, nullable=False),  # source and cut-off in words
    sa.Column("code", sa.Text, nullable=False),  # version of the program
    sa.Column("reach", sa.Text, nullable=False),  # digest of the scope without its snapshot
    sa.Column("said", sa.Text, nullable=False),  # the result in a sentence
    sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),  # UTC
)


@dataclass(frozen=True)
class Passport:
    """One figure or table as it was shown."""

    passport_id: str
    exhibit: str
    title: str
    page: str
    address: str
    settings: str
    snapshot_id: int
    data: str
    code: str
    reach: str
    said: str
    made_at: datetime


def keep(url: str, passport: Passport) -> None:
    """Keep a figure as it was shown first; the same figure again changes nothing.

    Raises
    ------
    DatabaseUnavailable
        If it cannot be kept.
    """
    own = (
        _passport.c.passport_id == passport.passport_id,
        _passport.c.exhibit == passport.exhibit,
    )
    with changing(url) as connection:
        if connection.scalar(sa.select(sa.func.count()).where(*own)) == 0:
            connection.execute(_passport.insert().values(**asdict(passport)))


def found(url: str, passport_id: str) -> tuple[Passport, ...]:
    """Return what was shown under an id: a result may be shown as several figures.

    Raises
    ------
    DatabaseUnavailable
        If it cannot be read.
    """
    statement = (
        sa.select(_passport)
        .where(_passport.c.passport_id == passport_id)
        .order_by(_passport.c.exhibit)
    )
    with looking(url) as connection:
        return tuple(Passport(**row) for row in connection.execute(statement).mappings())
