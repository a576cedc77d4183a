"""The conditions of a cohort as one short line, as the address carries it.

Conditions are parted by spaces, the parts of one by tildes:
`age_at_enrolment~from60 bclc~A~B~missing` is "60 or above, and stage A, B or not entered".
An address keeps the tilde as it is, and writes the space as a plus.
"""

import re

from queries.criteria import Criterion
from queries.domains.conditions import MAX_CONDITIONS, fields_for_conditions, objection

MAX_LENGTH = 600  # characters; a longer text is not looked at
_PART = "~"
_MISSING, _ENTERED = "missing", "entered"
_LIMIT = re.compile(r"(from|to)(-?[0-9]{1,7}(?:\.[0-9]{1,4})?)")
_CODE = re.compile(r"[A-Z0-9<>+_-]{1,24}")  # lower case is kept for the words above


def written(criteria: tuple[Criterion, ...]) -> str:
    """Return conditions as one line; no condition is an empty one."""
    return " ".join(_written(criterion) for criterion in criteria)


def understood(text: str, domain_code: str) -> tuple[tuple[Criterion, ...], tuple[str, ...]]:
    """Return the conditions of a line, and why others in it are dropped.

    Parameters
    ----------
    text : str
        Anything, since it comes from an address; nothing of it is repeated in the reasons.
    domain_code : str
        Domain whose fields count.

    Raises
    ------
    KeyError
        If there is no such domain.
    """
    if len(text) > MAX_LENGTH:
        return (), (f"the text has more than {MAX_LENGTH} characters",)
    fields = fields_for_conditions(domain_code)
    kept: dict[str, Criterion] = {}
    reasons: list[str] = []
    for token in text.split():
        name, *parts = token.split(_PART)
        criterion = _understood(name, parts)
        if name not in fields:
            reasons.append("a field that this disease domain does not describe")
        elif criterion is None:
            reasons.append(f"{fields[name].label}: it cannot be read")
        elif name in kept:
            reasons.append(f"{fields[name].label}: it is given twice")
        elif why_not := objection(criterion, fields[name]):
            reasons.append(f"{fields[name].label}: {why_not}")
        else:
            kept[name] = criterion
    criteria = tuple(kept.values())
    if len(criteria) > MAX_CONDITIONS:
        reasons.append(f"only the first {MAX_CONDITIONS} are used")
    return criteria[:MAX_CONDITIONS], tuple(dict.fromkeys(reasons))


def _written(criterion: Criterion) -> str:
    parts = [criterion.field, *criterion.codes]
    parts += [] if criterion.low is None else [f"from{criterion.low:.10g}"]
    parts += [] if criterion.high is None else [f"to{criterion.high:.10g}"]
    if criterion.keeps_missing:
        parts.append(_MISSING)
    elif len(parts) == 1:
        parts.append(_ENTERED)
    return _PART.join(parts)


def _understood(name: str, parts: list[str]) -> Criterion | None:
    limits: dict[str, float] = {}
    codes: list[str] = []
    for part in parts:
        if limit := _LIMIT.fullmatch(part):
            limits[limit[1]] = float(limit[2])
        elif _CODE.fullmatch(part):
            codes.append(part)
        elif part not in (_MISSING, _ENTERED):
            return None
    if not parts:
        return None
    return Criterion(
        name,
        codes=tuple(dict.fromkeys(codes)),
        low=limits.get("from"),
        high=limits.get("to"),
        keeps_missing=_MISSING in parts,
    )
