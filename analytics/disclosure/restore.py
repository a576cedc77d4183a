"""Released results as they were, from their plain data in the store."""

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd

from analytics.disclosure.arms import GroupedComparison
from analytics.disclosure.curves import GroupedCurve
from analytics.disclosure.edition import ReleasedDomain
from analytics.disclosure.estimates import ReleasedP
from analytics.disclosure.payload import Plain
from analytics.disclosure.rules import Rules, Shown, Withheld
from analytics.disclosure.tables import ProtectedTable
from analytics.inputs import Ints


def restored_domain(plain: Mapping[str, Any], rules: Rules) -> ReleasedDomain:
    """Return all that is released of a domain from what `payload` made of it."""
    survival = plain["survival"]
    return ReleasedDomain(
        tables=tuple(restored_table(table) for table in plain["tables"]),
        apart={name: restored_table(table) for name, table in plain["apart"].items()},
        survival=None if survival is None else restored_comparison(survival),
        survival_as_of=plain["survival_as_of"],
        sites=restored_value(plain["sites"], rules),
        countries=restored_value(plain["countries"], rules),
    )


def restored_table(plain: Mapping[str, Any]) -> ProtectedTable:
    """Return a protected table from what `payload` made of it."""
    rules = restored_rules(plain["rules"])
    keys, count = tuple(plain["keys"]), str(plain["count"])
    rows = [
        [*(row[key] for key in keys), restored_value(row[count], rules)] for row in plain["frame"]
    ]
    return ProtectedTable(
        pd.DataFrame(rows, columns=[*keys, count], dtype=object), keys, count, rules
    )


def restored_comparison(plain: Mapping[str, Any]) -> GroupedComparison:
    """Return released curves of several groups from what `payload` made of them."""
    rules = restored_rules(plain["rules"])
    p = plain["p"]
    return GroupedComparison(
        shows=plain["shows"],
        groups={name: _curve(curve, rules) for name, curve in plain["groups"].items()},
        overall=_curve(plain["overall"], rules),
        p=rules.token if _is_withheld(p) else ReleasedP(float(p["value"]), bool(p["is_below"])),
        rules=rules,
    )


def restored_rules(plain: Mapping[str, Any]) -> Rules:
    """Return the thresholds that a release was made by."""
    return Rules(**plain)


def restored_value(plain: Plain, rules: Rules) -> Shown:
    """Return a count, or the mark of what is withheld."""
    return rules.token if _is_withheld(plain) else int(plain)


def _curve(plain: Mapping[str, Any], rules: Rules) -> GroupedCurve | Withheld:
    if _is_withheld(plain):
        return rules.token
    return GroupedCurve(
        group=plain["group"],
        cause=plain["cause"],
        month=_whole(plain["month"]),
        percent=_whole(plain["percent"]),
        lower=_whole(plain["lower"]),
        upper=_whole(plain["upper"]),
        risk_month=_whole(plain["risk_month"]),
        at_risk=tuple(restored_value(value, rules) for value in plain["at_risk"]),
        n=restored_value(plain["n"], rules),
        n_events=restored_value(plain["n_events"], rules),
        confidence=float(plain["confidence"]),
        interval=plain["interval"],
        rules=rules,
    )


def _whole(values: list[int]) -> Ints:
    return np.array(values, dtype=np.int64)


def _is_withheld(plain: Plain) -> bool:
    return isinstance(plain, Mapping) and plain.get("status") == "withheld"
