"""At which provider a session began, so that signing out can go there too."""

import hashlib

import sqlalchemy as sa

from queries.state.store import STATE, changing, looking

signed_by = sa.Table(
    "session_provider",
    STATE,
    sa.Column("token_hash", sa.ForeignKey("app_session.token_hash"), primary_key=True),
    sa.Column("provider", sa.Text, nullable=False),
)


def keep(url: str, token: str, provider: str) -> None:
    """Note at which provider the session of a token began."""
    with changing(url) as connection:
        connection.execute(signed_by.insert().values(token_hash=_hash(token), provider=provider))


def provider_of(url: str, token: str) -> str:
    """Return the key of the provider; empty where the session began with a password."""
    statement = sa.select(signed_by.c.provider).where(signed_by.c.token_hash == _hash(token))
    with looking(url) as connection:
        return connection.scalar(statement) or ""


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
