"""The few numbers of a saved result, so that it can be held to the same protocol later on."""

import math
from collections.abc import Iterable
from dataclasses import dataclass

import sqlalchemy as sa

from queries.state.store import STATE, append_only, looking

_numbers = sa.Table(
    "saved_number",
    STATE,
    sa.Column("number_id", sa.Integer, primary_key=True, autoincrement=True),
    sa.Column("protocol_id", sa.ForeignKey("frozen_protocol.protocol_id"), nullable=False),
    sa.Column("n_reference", sa.Integer, nullable=False),
    sa.Column("n_treated", sa.Integer, nullable=False),
    sa.Column("events_reference", sa.Integer, nullable=False),
    sa.Column("events_treated", sa.Integer, nullable=False),
    sa.Column("crude_ratio", sa.Float),  # NULL: not estimable; so below
    sa.Column("ratio", sa.Float),
    sa.Column("lower", sa.Float),
    sa.Column("upper", sa.Float),
)
append_only(_numbers, "the numbers of a saved result cannot be changed")


@dataclass(frozen=True)
class Numbers:
    """People, events and hazard ratio of one result; nan where there is none."""

    n: tuple[int, int]  # reference, treated
    events: tuple[int, int]
    crude_ratio: float
    ratio: float  # adjusted
    lower: float  # of its 95 % limits
    upper: float


def keep(connection: sa.Connection, protocol_id: int, numbers: Numbers) -> None:
    """Add the numbers of a result within the transaction that saves it."""
    connection.execute(
        _numbers.insert().values(
            protocol_id=protocol_id,
            n_reference=numbers.n[0],
            n_treated=numbers.n[1],
            events_reference=numbers.events[0],
            events_treated=numbers.events[1],
            crude_ratio=_or_null(numbers.crude_ratio),
            ratio=_or_null(numbers.ratio),
            lower=_or_null(numbers.lower),
            upper=_or_null(numbers.upper),
        )
    )


def latest(url: str, protocol_ids: Iterable[int]) -> dict[int, Numbers]:
    """Return the numbers saved last of each protocol; those without any are left out.

    Raises
    ------
    DatabaseUnavailable
        If they cannot be read.
    """
    row = _numbers.c
    statement = (
        sa.select(_numbers).where(row.protocol_id.in_(sorted(protocol_ids))).order_by(row.number_id)
    )
    with looking(url) as connection:
        return {
            int(own["protocol_id"]): Numbers(
                (own["n_reference"], own["n_treated"]),
                (own["events_reference"], own["events_treated"]),
                _or_nan(own["crude_ratio"]),
                _or_nan(own["ratio"]),
                _or_nan(own["lower"]),
                _or_nan(own["upper"]),
            )
            for own in connection.execute(statement).mappings()
        }


def _or_null(value: float) -> float | None:
    return value if math.isfinite(value) else None


def _or_nan(value: float | None) -> float:
    return math.nan if value is None else value
