"""Data quality, as pages ask for it."""

import pandas as pd

from analytics.errors import AnalysisError
from analytics.funnel import Funnel, funnel_limits
from analytics.quality import Checked, Quality, State, checked
from analytics.snapshot_trend import SnapshotTrend
from dashboard.answers.answer import Answer, Ask
from dashboard.answers.gate import answer
from dashboard.answers.snapshots import trend_of
from queries.policies import View
from queries.quality.catalogue import CHECKS
from queries.reads.quality import failed_by_site
from queries.registry import Registry


@answer(View.QUALITY, methods="quality")
def quality(registry: Registry, check_code: str) -> Quality:
    """Judge every check over the rows in view, and hold the sites against one another in one."""
    counts = failed_by_site(registry).frame
    found = _checked(counts)
    sites = counts[counts["check_code"] == check_code].sort_values("site_id")
    funnel, why_not = _funnel(sites)
    return Quality(
        checks=found,
        chosen=check_code,
        sites=tuple(sites["site_text"]),
        funnel=funnel,
        why_no_funnel=why_not,
    )


@answer(View.QUALITY, methods="quality")
def _passing(registry: Registry) -> tuple[int, int]:
    """Count the checks that pass, of those with a verdict."""
    states = [check.state for check in _checked(failed_by_site(registry).frame)]
    passed, failed = (states.count(state) for state in (State.PASS, State.FAIL))
    return passed, passed + failed


def checks_over_snapshots(ask: Ask) -> Answer[SnapshotTrend]:
    """Count the checks that pass in each of the last snapshots."""
    return trend_of(ask, View.QUALITY, _passing, what="checks that pass", has_limits=False)


def _checked(counts: pd.DataFrame) -> tuple[Checked, ...]:
    sums = counts.groupby("check_code")[["n", "n_failed"]].sum()
    known = {str(code): (int(row["n"]), int(row["n_failed"])) for code, row in sums.iterrows()}
    return tuple(
        checked(code, *known.get(code, (0, 0)), allowed=check.allowed)
        for code, check in CHECKS.items()
    )


def _funnel(sites: pd.DataFrame) -> tuple[Funnel | None, str]:
    if sites.empty:
        return None, "The check applies to no row of these sites."
    try:
        return funnel_limits(sites["n_failed"], sites["n"]), ""
    except AnalysisError as error:
        return None, f"{error.reason} {error.remedy}"
