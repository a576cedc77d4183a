"""Sign-ins under way at a provider: each belongs to one browser and can be finished once."""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

import sqlalchemy as sa

from queries.state.store import STATE, changing

LIVES = timedelta(minutes=10)  # from leaving for the provider to coming back

attempt = sa.Table(
    "sign_in_attempt",
    STATE,
    sa.Column("state_hash", sa.Text, primary_key=True),
    sa.Column("provider", sa.Text, nullable=False),
    sa.Column("tie_hash", sa.Text, nullable=False),  # of the browser's own secret
    sa.Column("nonce", sa.Text, nullable=False),
    sa.Column("verifier", sa.Text, nullable=False),  # of PKCE; worth nothing without the code
    sa.Column("onward", sa.Text, nullable=False),
    sa.Column("began_at", sa.DateTime(timezone=True), nullable=False),
)


@dataclass(frozen=True)
class Attempt:
    """What a sign-in has to prove when it comes back."""

    state: str
    nonce: str
    verifier: str
    onward: str


def begin(url: str, provider: str, *, tie: str, onward: str, now: datetime) -> Attempt:
    """Note that a browser leaves for a provider; what ran out before is forgotten.

    Raises
    ------
    DatabaseUnavailable
        If it cannot be noted: nobody is sent away then.
    """
    # 32 bytes each; 43 characters is also the least that PKCE allows (RFC 7636, 4.1).
    state, nonce, verifier = (secrets.token_urlsafe(32) for _ in range(3))
    begun = Attempt(state, nonce, verifier, onward)
    with changing(url) as connection:
        connection.execute(attempt.delete().where(attempt.c.began_at <= now - LIVES))
        connection.execute(
            attempt.insert().values(
                state_hash=_hash(begun.state),
                provider=provider,
                tie_hash=_hash(tie),
                nonce=begun.nonce,
                verifier=begun.verifier,
                onward=onward,
                began_at=now,
            )
        )
    return begun


def take(url: str, provider: str, *, state: str, tie: str, now: datetime) -> Attempt | None:
    """Return the sign-in that comes back and forget it, so that it comes back once.

    None where it is unknown, used, run out, of another provider, or of another browser.

    Raises
    ------
    DatabaseUnavailable
        If it cannot be told.
    """
    mine = sa.and_(
        attempt.c.state_hash == _hash(state),
        attempt.c.provider == provider,
        attempt.c.tie_hash == _hash(tie),
        attempt.c.began_at > now - LIVES,
    )
    with changing(url) as connection:
        row = connection.execute(sa.select(attempt).where(mine)).mappings().first()
        # Of two that come at once, one removes the row.
        if row is None or connection.execute(attempt.delete().where(mine)).rowcount != 1:
            return None
    return Attempt(state, row["nonce"], row["verifier"], row["onward"])


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
