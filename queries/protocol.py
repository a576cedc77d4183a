"""The protocol of a comparison: every setting that can change its result, and its fingerprint."""

import hashlib
import json
from dataclasses import asdict, dataclass, fields
from typing import Any

from queries.criteria import Criterion
from queries.filters import Filters


@dataclass(frozen=True)
class Protocol:
    """Settings of one emulated trial; all that is asked is asked with these."""

    cohort: Filters  # who is eligible; techniques are the arms' and stay empty here
    comparison: str  # name in the domain's catalogue
    arms: tuple[str, str]  # what the arms are called: reference, treated
    reference: tuple[str, ...]  # codes of techniques
    treated: tuple[str, ...]
    endpoint: str
    horizon_months: int
    covariates: tuple[str, ...]  # columns of the index record
    missing: str = "level"
    estimand: str = "ATO"
    method: str = "weighting"
    model: str = "logistic"
    trim: str = ""  # empty: nobody is trimmed
    several: bool = False  # each technique is an arm of its own, the first the reference
    stabilised: bool = False  # weights for all patients times the share of the own arm
    fewest: int = 5  # patients of each arm by which a level stays; 1: if any, 0: always

    @property
    def techniques(self) -> tuple[str, ...]:
        """Codes of both arms."""
        return (*self.reference, *self.treated)


_ADDED = (
    "several",
    "stabilised",
    "fewest",
)  # after protocols had been frozen: written where they are not as usual


def written(protocol: Protocol) -> str:
    """Return the settings as canonical JSON: equal protocols have equal text.

    A setting that came later is left out where it is as usual, so that the fingerprint of what
    was frozen before stays as it was.
    """
    usual = {field.name: field.default for field in fields(Protocol)}
    parts = {
        name: value
        for name, value in asdict(protocol).items()
        if name not in _ADDED or value != usual[name]
    }
    return json.dumps(parts, sort_keys=True, separators=(",", ":"), ensure_ascii=True)


def read_again(text: str) -> Protocol:
    """Return the protocol that was written.

    Raises
    ------
    ValueError
        If the text is no protocol.
    """
    parts: dict[str, Any] = json.loads(text)
    cohort: dict[str, Any] = parts.pop("cohort")
    criteria = tuple(
        Criterion(**{**one, "codes": tuple(one["codes"])}) for one in cohort.pop("criteria")
    )
    return Protocol(
        cohort=Filters(criteria=criteria, **_tuples(cohort)),
        **_tuples(parts),
    )


def fingerprint(protocol: Protocol, *, snapshot_id: int, code_version: str) -> str:
    """Return the SHA-256 of settings, snapshot and code version, as 64 hexadecimal digits."""
    text = json.dumps([written(protocol), snapshot_id, code_version])
    return hashlib.sha256(text.encode()).hexdigest()


def _tuples(parts: dict[str, Any]) -> dict[str, Any]:
    return {key: tuple(v) if isinstance(v, list) else v for key, v in parts.items()}
