"""Outcomes by case order, by volume and by year of treatment, beside what was expected."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from analytics.cusum import BETTER, WORSE, cusum, cusum_limits, cusum_weights, limit_for
from analytics.errors import TooFewEvents
from analytics.inputs import Floats
from analytics.observed_expected import Tally, dispersion, tally
from analytics.risk_model import Factor, RiskModel, expected_risk, fit_risk

ENOUGH = 20  # cases; below, a site, band or year is told in words
BLOCK = 10  # cases of each site that the pooled line takes together
LEAST_SITES = 6  # behind each point of the pooled line: any one and five others
FEWEST_SITES = 3  # of an expectation: with two, a site could work out the other
BANDS = ((0, 10), (10, 25), (25, 50), (50, None))  # cases a year: from, below
_YEAR = 12  # months
_REACH = 1.959963984540054  # of a normal, two-sided 95 %


@dataclass(frozen=True)
class Standard:
    """What sites are held against, made of all sites of a domain; holds no row and no place."""

    model: RiskModel
    limits_worse: tuple[float, ...]  # of runs of cusum.SIZES
    limits_better: tuple[float, ...]
    within: float  # dispersion of patients with several lesions; 1 for patients
    between: float  # dispersion of sites around the model
    pooled: tuple[tuple[int, float], ...]  # cases done, mean observed minus expected of a site
    sites: int
    cases: int
    unknown: int  # units whose outcome is not known, left out
    unplaced: int  # units without a month of treatment, left out


@dataclass(frozen=True, eq=False)
class SiteCourse:
    """The cases of one site, in order; the arrays are empty where there are too few."""

    site: str  # as the reader may name it
    total: Tally
    difference: Floats  # observed minus expected after each case
    band: Floats  # half width of its 95 % range if the model holds, at each case
    worse: Floats  # chart that looks for twice the odds
    better: Floats  # chart that looks for half the odds
    limit_worse: float
    limit_better: float

    @property
    def is_told(self) -> bool:
        """Whether there are cases enough to draw."""
        return self.total.cases >= ENOUGH

    @property
    def alarm_worse(self) -> int | None:
        """First case at which the chart of twice the odds is above its limit."""
        return _first_above(self.worse, self.limit_worse)

    @property
    def alarm_better(self) -> int | None:
        """First case at which the chart of half the odds is above its limit."""
        return _first_above(self.better, self.limit_better)


@dataclass(frozen=True, eq=False)
class ChosenCourse:
    """One site beside what it is held against."""

    outcome: str
    standard: Standard
    course: SiteCourse


@dataclass(frozen=True, eq=False)
class Group:
    """Cases taken together: a volume band or a year."""

    first: int  # cases a year from; or the year
    last: int | None  # cases a year below; None: no upper end, or a year
    sites: int
    total: Tally


@dataclass(frozen=True, eq=False)
class Learning:
    """Case order, volume and drift of the sites in reach."""

    outcome: str
    standard: Standard
    courses: tuple[SiteCourse, ...]
    bands: tuple[Group, ...]  # empty where one site is in reach
    years: tuple[Group, ...]
    unknown: int
    unplaced: int


def standard_of(units: pd.DataFrame, factors: Sequence[Factor]) -> Standard:
    """Fit the risk model to all sites and derive limits and the pooled line.

    Parameters
    ----------
    units : DataFrame
        Patients or lesions in the order of treatment within site: `site_id`, `patient_no`,
        `index_month` (nan: not known), `outcome` (0, 1, nan: not known) and the factors.
    factors : sequence of Factor
        What was known before treatment.

    Raises
    ------
    TooFewEvents
        If fewer than 3 sites have a case, no case has a month, or as in `fit_risk`.
    BadInput, DidNotConverge
        As in `fit_risk`.
    """
    counted = _counted(units)
    if counted.empty and _unplaced(units):
        raise TooFewEvents(
            "This source supplies no month of treatment, so cases have no order.",
            "Choose another disease domain, or supply dates of procedures.",
        )
    sites_known = counted["site_id"].nunique()
    if sites_known < FEWEST_SITES:
        raise TooFewEvents(
            f"{sites_known} of the sites of this domain have cases whose outcome is known; an "
            f"expectation of all sites asks for {FEWEST_SITES}.",
            "Choose another outcome or disease domain.",
        )
    model = fit_risk(counted, counted["outcome"].to_numpy(dtype=np.float64), factors)
    scored = _scored(counted, model)
    cases = _cases(scored)
    sites = cases.groupby("site_id", sort=False)[["difference", "variance"]].sum()
    return Standard(
        model=model,
        limits_worse=cusum_limits(cases["worse"].to_numpy()),
        limits_better=cusum_limits(cases["better"].to_numpy()),
        within=dispersion(cases["difference"], cases["variance"]) if _is_clustered(cases) else 1.0,
        between=dispersion(sites["difference"], sites["variance"]),
        pooled=tuple(_pooled(cases)),
        sites=len(sites),
        cases=len(cases),
        unknown=int(units["outcome"].isna().sum()),
        unplaced=_unplaced(units),
    )


def learning(units: pd.DataFrame, outcome: str, standard: Standard) -> Learning:
    """Hold the sites in reach against the standard.

    Parameters
    ----------
    units : DataFrame
        As in `standard_of`, of the sites in reach.
    outcome : str
        Key of the outcome.
    standard : Standard
        Of all sites.

    Raises
    ------
    TooFewEvents
        If no unit has a known outcome and month of treatment.
    """
    cases = cases_of(units, standard)
    courses = tuple(
        _course(str(site), rows, standard) for site, rows in cases.groupby("site_id", sort=False)
    )
    return Learning(
        outcome=outcome,
        standard=standard,
        courses=courses,
        bands=tuple(_bands(cases, standard)) if len(courses) > 1 else (),
        years=tuple(_years(cases, standard)),
        unknown=int(units["outcome"].isna().sum()),
        unplaced=_unplaced(units),
    )


def cases_of(units: pd.DataFrame, standard: Standard) -> pd.DataFrame:
    """Return one row per patient in the order of treatment, with what was expected.

    Parameters
    ----------
    units : DataFrame
        As in `learning`.
    standard : Standard
        Of all sites.

    Returns
    -------
    DataFrame
        `site_id`, `patient_no`, `units`, `observed`, `expected`, `index_month` and the steps of
        the charts.

    Raises
    ------
    TooFewEvents
        If no unit has a known outcome and month of treatment.
    """
    counted = _counted(units)
    if counted.empty:
        raise TooFewEvents(
            "Nobody here has a known outcome and a known month of treatment, so there is no "
            "order of cases.",
            "Widen the filters, or wait for follow-up.",
        )
    return _cases(_scored(counted, standard.model))


def _counted(units: pd.DataFrame) -> pd.DataFrame:
    return units[units["outcome"].notna() & units["index_month"].notna()].reset_index(drop=True)


def _unplaced(units: pd.DataFrame) -> int:
    return int((units["index_month"].isna() & units["outcome"].notna()).sum())


def _scored(counted: pd.DataFrame, model: RiskModel) -> pd.DataFrame:
    risk = expected_risk(model, counted)
    outcome = counted["outcome"].to_numpy(dtype=np.float64)
    return counted[["site_id", "patient_no", "index_month"]].assign(
        units=1,
        observed=outcome,
        expected=risk,
        difference=outcome - risk,
        variance=risk * (1 - risk),
        worse=cusum_weights(outcome, risk, WORSE),
        better=cusum_weights(outcome, risk, BETTER),
    )


def _cases(scored: pd.DataFrame) -> pd.DataFrame:
    """Return one row per patient with all lesions, in the order of treatment."""
    month = scored["index_month"]
    sums = scored.drop(columns="index_month").groupby(["site_id", "patient_no"], sort=False).sum()
    first = month.groupby([scored["site_id"], scored["patient_no"]], sort=False).min()
    return sums.assign(index_month=first).reset_index()


def _is_clustered(cases: pd.DataFrame) -> bool:
    return bool((cases["units"] > 1).any())


def _pooled(cases: pd.DataFrame) -> list[tuple[int, float]]:
    block = cases.groupby("site_id", sort=False).cumcount() // BLOCK
    by = cases.assign(block=block).groupby(["block", "site_id"])["difference"].agg(["sum", "size"])
    whole = by.loc[by["size"] == BLOCK, "sum"].groupby("block").agg(["mean", "size"])
    line, total = [(0, 0.0)], 0.0
    for number, (mean, sites) in enumerate(whole.to_numpy()):
        if sites < LEAST_SITES:
            break
        total += float(mean)
        line.append((BLOCK * (number + 1), total))
    return line if len(line) > 1 else []


def _course(site: str, cases: pd.DataFrame, standard: Standard) -> SiteCourse:
    total = _tally(cases, standard.within)
    none: Floats = np.empty(0)
    if total.cases < ENOUGH:
        return SiteCourse(site, total, none, none, none, none, np.nan, np.nan)
    return SiteCourse(
        site=site,
        total=total,
        difference=cases["difference"].cumsum().to_numpy(),
        band=_REACH * np.sqrt(standard.within * cases["variance"].cumsum().to_numpy()),
        worse=cusum(cases["worse"].to_numpy()),
        better=cusum(cases["better"].to_numpy()),
        limit_worse=limit_for(total.cases, standard.limits_worse),
        limit_better=limit_for(total.cases, standard.limits_better),
    )


def _bands(cases: pd.DataFrame, standard: Standard) -> list[Group]:
    volume = cases.groupby("site_id", sort=False)["index_month"].agg(cases_a_year)
    of_case = cases["site_id"].map(volume)
    found = []
    for first, below in BANDS:
        inside = cases[(of_case >= first) & (of_case < (np.inf if below is None else below))]
        if not inside.empty:
            wider = max(standard.within, standard.between)
            sites = int(inside["site_id"].nunique())
            found.append(Group(first, below, sites, _tally(inside, wider)))
    return found


def cases_a_year(months: "pd.Series[float]") -> float:
    """Return cases a year from the first to the last month of treatment, of at least a year."""
    span = max(float(months.max() - months.min()) + 1, _YEAR)
    return _YEAR * len(months) / span


def _years(cases: pd.DataFrame, standard: Standard) -> list[Group]:
    year = (cases["index_month"] // _YEAR).astype("int64")
    return [
        Group(int(key), None, int(rows["site_id"].nunique()), _tally(rows, standard.within))
        for key, rows in cases.groupby(year)
    ]


def _tally(cases: pd.DataFrame, wider: float) -> Tally:
    return tally(
        int(cases["observed"].sum()),
        float(cases["expected"].sum()),
        cases=len(cases),
        units=int(cases["units"].sum()),
        dispersion=wider,
    )


def _first_above(path: Floats, limit: float) -> int | None:
    above = np.flatnonzero(path > limit)
    return int(above[0]) + 1 if above.size else None
