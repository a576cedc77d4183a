"""The form of a quality check: whom it concerns, what it looks at, what to do about it."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeAlias

import pandas as pd

from queries.quality.frames import Frames


class Category(StrEnum):
    """Kahn's three kinds of data quality, and timeliness (doi:10.13063/2327-9214.1244)."""

    CONFORMANCE = "CONFORMANCE"
    COMPLETENESS = "COMPLETENESS"
    PLAUSIBILITY = "PLAUSIBILITY"
    TIMELINESS = "TIMELINESS"


class Owner(StrEnum):
    """Who can mend what a check finds."""

    SITE = "SITE"
    COORDINATING = "COORDINATING"


@dataclass(frozen=True, eq=False)
class Looked:
    """What a check saw: rows it applies to, each good or not, with the place of the row."""

    rows: pd.DataFrame  # with site_id and domain_code; one row for each unit that is counted
    fails: "pd.Series[bool]"  # of the same rows


Rule: TypeAlias = Callable[[Frames], Looked]


@dataclass(frozen=True)
class Check:
    """One rule on the registry's rows."""

    code: str  # stable, as "P07"
    name: str  # what should hold, in one sentence
    category: Category
    owner: Owner
    unit: str  # what is counted, in the plural
    allowed: float  # share of failing rows up to which the check passes
    reason: str  # why it matters
    remedy: str  # what the owner can do
    rule: Rule


def looked(rows: pd.DataFrame, applies: "pd.Series[bool]", fails: "pd.Series[bool]") -> Looked:
    """Return what a check saw of a frame: the rows it applies to, and which of them fail.

    A comparison with a value that is absent is no failure: absence belongs to completeness.
    """
    wanted = applies.fillna(value=False).astype(bool)
    found = fails[wanted].fillna(value=False).astype(bool)
    return Looked(rows.loc[wanted, ["site_id", "domain_code"]], found)
