"""The gate between design and outcome: every limit in one place, and what is unknown fails."""

import math
from dataclasses import dataclass

from scipy.stats import norm

from analytics.design_report import DesignReport

LARGEST_DIFFERENCE = 0.1  # standardised mean difference after adjustment, at most
LEAST_EQUIPOISE = 0.2  # share of patients with a preference score from 0.3 to 0.7, at least
LEAST_ESS = 0.5  # effective sample size as a share of the arm's patients, at least
LEAST_EVENTS = 20  # of both arms together: 10 each would be needed
LEAST_FOLLOWED = 20  # patients of both arms together still followed at the horizon
LARGEST_DETECTABLE = 2.0  # hazard ratio that 80 of 100 such comparisons would find, at most
LARGEST_ABSENCE = 0.01  # share of patients with a level that one arm lacks, at most
LEAST_SITES = 5  # with patients of both arms
POWER, ERROR = 0.8, 0.05


@dataclass(frozen=True)
class Check:
    """One diagnostic against its limit; a number that is not known does not pass."""

    key: str
    label: str
    value: float | None  # None or nan: not known
    limit: float
    at_least: bool  # else at most

    @property
    def passes(self) -> bool:
        """Whether the number is known and within its limit."""
        if self.value is None or not math.isfinite(self.value):
            return False
        return self.value >= self.limit if self.at_least else self.value <= self.limit


@dataclass(frozen=True)
class Gate:
    """All diagnostics of a design; open only if there are any and every one passes."""

    checks: tuple[Check, ...]

    @property
    def passes(self) -> bool:
        """Whether outcomes may be looked at without a written reason."""
        return {check.key for check in self.checks} == set(CHECKS) and all(
            check.passes for check in self.checks
        )

    @property
    def failed(self) -> tuple[Check, ...]:
        """Checks that do not pass."""
        return tuple(check for check in self.checks if not check.passes)


CHECKS: dict[str, str] = {
    "balance": "Largest standardised difference after adjustment",
    "equipoise": "Share of patients in equipoise (preference score 0.3 to 0.7)",
    "ess": "Smallest effective sample size, as a share of the arm",
    "positivity": "Share of patients with a level of a covariate that one arm lacks",
    "sites": "Sites with patients of both arms",
    "events": "Events, both arms together",
    "followed": "Patients still followed at the horizon, both arms together",
    "detectable": "Smallest hazard ratio that could be found (80 % power)",
}


@dataclass(frozen=True)
class Pooled:
    """Outcome of both arms together: never by arm."""

    n: int  # patients who count for the endpoint
    events: int
    followed: int  # still followed at the horizon


def judge(report: DesignReport, pooled: Pooled | None) -> Gate:
    """Hold a design against the limits.

    Parameters
    ----------
    report : DesignReport
        The design.
    pooled : Pooled or None
        Events and follow-up of both arms together; None: not known.
    """
    shares = [ess / n if n else math.nan for ess, n in zip(report.ess, report.n, strict=True)]
    events = None if pooled is None else float(pooled.events)
    values: dict[str, tuple[float | None, float, bool]] = {
        "balance": (report.balance.largest_difference, LARGEST_DIFFERENCE, False),
        "equipoise": (report.equipoise, LEAST_EQUIPOISE, True),
        "ess": (min(shares), LEAST_ESS, True),
        "positivity": (_absent(report), LARGEST_ABSENCE, False),
        "sites": (float(report.n_sites_of_both), float(LEAST_SITES), True),
        "events": (events, float(LEAST_EVENTS), True),
        "followed": (
            None if pooled is None else float(pooled.followed),
            float(LEAST_FOLLOWED),
            True,
        ),
        "detectable": (_detectable(report, events), LARGEST_DETECTABLE, False),
    }
    return Gate(tuple(Check(key, CHECKS[key], *values[key]) for key in CHECKS))


def detectable_ratio(events: float, treated_share: float) -> float:
    """Return the hazard ratio above 1 that such a comparison finds with 80 % power.

    Parameters
    ----------
    events : float
        Events of both arms, in units of equally weighted patients.
    treated_share : float
        Share of the treated arm, between 0 and 1.

    Notes
    -----
    exp((z of 1 - error/2 + z of power) / root of (events p (1 - p))), two-sided error 0.05.

    References
    ----------
    Schoenfeld (1983), doi:10.2307/2531021.
    """
    carried = events * treated_share * (1 - treated_share)
    if not carried > 0:
        return math.inf
    reach = float(norm.ppf(1 - ERROR / 2) + norm.ppf(POWER))
    return math.exp(reach / math.sqrt(carried)) if carried > _LEAST else math.inf


_LEAST = 1e-4  # below, the ratio has no bound that a computer can hold


def _detectable(report: DesignReport, events: float | None) -> float | None:
    if events is None or not sum(report.n_given):
        return None
    carried = sum(report.ess)
    return detectable_ratio(
        events * carried / sum(report.n_given), report.ess[1] / carried if carried else math.nan
    )


def _absent(report: DesignReport) -> float:
    return sum(absence.n for absence in report.absences) / sum(report.n_given)
