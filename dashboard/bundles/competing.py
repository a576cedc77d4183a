"""The bundle of an analysis with competing events: its rows, incidences and Gray's test."""

from collections.abc import Iterator

import pandas as pd

from analytics.cause_comparison import CauseComparison
from analytics.dealt_rows import dealt
from analytics.endpoints import Unit
from analytics.group_incidence import GroupIncidence, IncidenceByGroup
from dashboard.bundles.contents import Bundle, Expected, R
from dashboard.bundles.survival import ALL
from dashboard.bundles.words import causes, followed_columns
from dashboard.wording import DAYS_PER_MONTH, Words

_NOTES = (
    "Gray's test is made by R alone (cmprsk): lifelines has none.",
    (
        "The hazard ratios of the part Comparison are not repeated here; the page Regression has a "
        "bundle of its own."
    ),
)


def competing_bundle(
    incidence: IncidenceByGroup,
    compared: CauseComparison | None,
    rows: pd.DataFrame,
    words: Words,
) -> Bundle:
    """Return the bundle of the incidences of a page.

    Parameters
    ----------
    incidence : IncidenceByGroup
        What the page shows.
    compared : CauseComparison, optional
        The techniques held against each other, for Gray's test.
    rows : DataFrame
        As `followed_rows` gives them.
    words : Words
        What the codes of techniques and events are called.
    """
    is_lesion = incidence.unit is Unit.LESION
    return Bundle(
        kind="competing",
        table=dealt(rows, {"cluster": "P"} if is_lesion else {}),
        expected=(*_incidences(incidence), *_gray(compared)),
        dictionary=(*followed_columns(rows, words), *causes(words)),
        choices={"n_causes": str(len(incidence.causes))},
        settings={"drawn": [group.group for group in incidence.groups]},
        notes=_NOTES,
    )


def _incidences(incidence: IncidenceByGroup) -> Iterator[Expected]:
    yield from _group(ALL, incidence.overall)
    for group in incidence.groups:
        yield from _group(group.group, group)


def _group(name: str, group: GroupIncidence) -> Iterator[Expected]:
    curve = group.curve
    yield Expected(f"{name} | n", curve.n)
    if curve.n_clusters is not None:
        yield Expected(f"{name} | patients", curve.n_clusters)
    for cause in curve.causes:
        yield Expected(f"{name} | first event {cause}", curve[cause].n_events)
    for at in group.landmarks:
        for place, day in enumerate(at.time):
            what = f"{name} | incidence of {at.cause} by {round(day / DAYS_PER_MONTH)} months"
            yield Expected(what, float(at.incidence[place]))
            yield Expected(f"{what} lower", float(at.lower[place]))
            yield Expected(f"{what} upper", float(at.upper[place]))


def _gray(compared: CauseComparison | None) -> Iterator[Expected]:
    if compared is None or compared.gray is None:
        return
    yield Expected("Gray | n", _n_tested(compared))
    yield Expected("Gray | chi-squared", compared.gray.statistic, R)
    yield Expected("Gray | degrees of freedom", compared.gray.df, R)
    yield Expected("Gray | p", compared.gray.p, R)


def _n_tested(compared: CauseComparison) -> int:
    first = compared.ratios[0]
    others = sum(one.n for one in compared.ratios if one.cause == first.cause)
    return others + first.n_reference - compared.n_late
