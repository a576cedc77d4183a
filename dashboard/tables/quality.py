"""Data quality as tables: written out for readers, and as numbers for files."""

import pandas as pd

from analytics.quality import Checked, Quality, State
from dashboard.tables.cells import KeyFigure, number
from dashboard.wording import NOT_ESTIMABLE, Words, percent, whole
from queries.quality.catalogue import CHECKS

_ORDER = {state: place for place, state in enumerate((State.ERROR, State.FAIL))}


def worst_first(result: Quality) -> list[Checked]:
    """Return the checks: those that could not be run, those that fail, then the others."""
    return sorted(
        result.checks,
        key=lambda check: (
            _ORDER.get(check.state, 2),
            -(check.share.estimate if check.share else -1),
        ),
    )


def failing_table(result: Quality, _words: Words) -> pd.DataFrame:
    """Write one row per check that fails or could not be run; one sentence if none does."""
    rows = [_row(check) for check in worst_first(result) if check.state in _ORDER]
    return pd.DataFrame(rows or [{"Checks": "No check fails."}])


def quality_table(result: Quality, _words: Words) -> pd.DataFrame:
    """Write one row per check: state, failing rows of all it applies to, what to do."""
    return pd.DataFrame([_row(check) for check in worst_first(result)])


def _row(check: Checked) -> dict[str, str]:
    about = CHECKS[check.code]
    failing = "—"
    if check.share is not None:
        share = check.share
        failing = (
            f"{whole(check.n_failed)} of {whole(check.n)} = {percent(share.estimate)} "
            f"({percent(share.lower)} to {percent(share.upper)})"
        )
    return {
        "Check": check.code,
        "What should hold": about.name,
        "State": check.state.value,
        "Failing n of n = % (95 % CI)": failing,
        "Allowed (%)": percent(about.allowed),
        "Rows are": about.unit,
        "Why": about.reason,
        "What to do": f"{about.owner.value.capitalize()}: {about.remedy}",
    }


def quality_rows(result: Quality, _words: Words) -> pd.DataFrame:
    """Return the counts and limits of every check."""
    return pd.DataFrame(
        [
            {
                "check": check.code,
                "category": CHECKS[check.code].category.value,
                "name": CHECKS[check.code].name,
                "state": check.state.value,
                "failing": check.n_failed,
                "applies_to": check.n,
                "share": check.share.estimate if check.share else NOT_ESTIMABLE,
                "lower": check.share.lower if check.share else NOT_ESTIMABLE,
                "upper": check.share.upper if check.share else NOT_ESTIMABLE,
                "allowed": CHECKS[check.code].allowed,
            }
            for check in result.checks
        ]
    )


def funnel_table(result: Quality, _words: Words) -> pd.DataFrame:
    """Write one row per site: failing rows of those the check applies to, and its flag."""
    funnel = result.funnel
    if funnel is None:
        return pd.DataFrame({"Sites": [result.why_no_funnel]})
    return pd.DataFrame(
        {
            "Site": result.sites,
            "Failing (n)": [whole(n) for n in funnel.count],
            "Rows (n)": [whole(n) for n in funnel.denominator],
            "Failing (%)": [percent(share) for share in funnel.estimate],
            "Against all sites": funnel.flag,
        }
    )


def funnel_rows(result: Quality, _words: Words) -> pd.DataFrame:
    """Return counts, share and limits of every site."""
    funnel = result.funnel
    if funnel is None:
        return pd.DataFrame({"check": [result.chosen], "sites": [result.why_no_funnel]})
    limits = funnel.limits
    return pd.DataFrame(
        {
            "check": result.chosen,
            "site": result.sites,
            "failing": funnel.count,
            "rows": funnel.denominator,
            "share": [number(share, NOT_ESTIMABLE) for share in funnel.estimate],
            "target": funnel.target,
            "lower_95": [number(limit, "too few") for limit in limits.inner_lower],
            "upper_95": [number(limit, "too few") for limit in limits.inner_upper],
            "lower_99_8": [number(limit, "too few") for limit in limits.outer_lower],
            "upper_99_8": [number(limit, "too few") for limit in limits.outer_upper],
            "flag": funnel.flag,
        }
    )


def quality_key_figures(result: Quality, _words: Words) -> tuple[KeyFigure, ...]:
    """Return how many checks pass, fail, or give no verdict; the last are not in the share."""
    passed, failed = result.count(State.PASS), result.count(State.FAIL)
    judged = passed + failed
    share = f"{percent(passed / judged)} % of {judged} judged" if judged else "none judged"
    silent = result.count(State.NOT_APPLICABLE) + result.count(State.NOT_ENOUGH)
    return (
        KeyFigure("Checks passed (n)", whole(passed), share),
        KeyFigure("Checks failed (n)", whole(failed), f"of {judged} judged"),
        KeyFigure("No verdict (n)", whole(silent), "no rows, or under 10"),
        KeyFigure("Not run (n)", whole(result.count(State.ERROR)), f"of {len(result.checks)}"),
    )
