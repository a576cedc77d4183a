"""The bundle of a survival analysis: its rows, and the numbers read off the curves."""

from collections.abc import Iterator

import pandas as pd

from analytics.dealt_rows import dealt
from analytics.group_survival import GroupSurvival, SurvivalByGroup
from dashboard.bundles.contents import Bundle, Expected
from dashboard.bundles.words import causes, followed_columns
from dashboard.wording import DAYS_PER_MONTH, Words

ALL = "All"
_NOTES = (
    "Maturity of follow-up (Clark's index, those lost) needs the calendar and is not repeated.",
    "Restricted means and pairwise tests of the part Comparison are not repeated.",
)


def survival_bundle(curves: SurvivalByGroup, rows: pd.DataFrame, words: Words) -> Bundle:
    """Return the bundle of the curves of a page.

    Parameters
    ----------
    curves : SurvivalByGroup
        What the page shows.
    rows : DataFrame
        As `followed_rows` gives them.
    words : Words
        What the codes of techniques are called.
    """
    return Bundle(
        kind="survival",
        table=dealt(rows, {}),
        expected=tuple(_expected(curves)),
        dictionary=(*followed_columns(rows, words), *causes(words)),
        choices={},
        settings={"drawn": [group.group for group in curves.groups]},
        notes=_NOTES,
    )


def _expected(curves: SurvivalByGroup) -> Iterator[Expected]:
    yield from _group(ALL, curves.overall)
    for group in curves.groups:
        yield from _group(group.group, group)
    test = curves.log_rank
    if test is not None:
        yield Expected("log-rank | chi-squared", test.statistic)
        yield Expected("log-rank | degrees of freedom", test.df)
        yield Expected("log-rank | p", test.p)


def _group(name: str, group: GroupSurvival) -> Iterator[Expected]:
    yield Expected(f"{name} | n", group.curve.n)
    yield Expected(f"{name} | events", group.curve.n_events)
    for what, read in (("median", group.median), ("median follow-up", group.follow_up)):
        for part, days in (("", read.estimate), (" lower", read.lower), (" upper", read.upper)):
            yield Expected(f"{name} | {what}{part} (months)", days / DAYS_PER_MONTH)
    at = group.landmarks
    for place, day in enumerate(at.time):
        month = round(day / DAYS_PER_MONTH)
        yield Expected(f"{name} | survival at {month} months", float(at.survival[place]))
        yield Expected(f"{name} | survival at {month} months lower", float(at.lower[place]))
        yield Expected(f"{name} | survival at {month} months upper", float(at.upper[place]))
