"""A design of several arms as tables: every pair against the limits, every covariate."""

import numpy as np
import pandas as pd

from analytics.multiarm_report import MultiReport, PairReport
from dashboard.tables.cells import KeyFigure
from dashboard.tables.comparison_design import limit_of, value_of
from dashboard.wording import Words, whole


def several_figures(report: MultiReport, _words: Words) -> tuple[KeyFigure, ...]:
    """Return people and effective sample size of every arm."""
    return tuple(
        KeyFigure(f"{arm} (n)", whole(int(n)), f"counts like {ess:,.0f}")
        for arm, n, ess in zip(report.plan.arms, report.n, report.ess, strict=True)
    )


def pairs_table(report: MultiReport, _words: Words) -> pd.DataFrame:
    """Write one row per pair: its diagnostics, and whether it passes."""
    return pd.DataFrame([_pair(pair) for pair in report.pairs])


def differences_table(report: MultiReport, _words: Words) -> pd.DataFrame:
    """Write the largest difference over all pairs of every covariate, largest first."""
    order = np.argsort(-report.before, kind="stable")
    return pd.DataFrame(
        {
            "Covariate": [report.covariates[at] for at in order],
            "Largest difference before (SD)": [f"{report.before[at]:.3f}" for at in order],
            "Largest difference after (SD)": [f"{report.after[at]:.3f}" for at in order],
        }
    )


def differences_rows(report: MultiReport, _words: Words) -> pd.DataFrame:
    """Return what the figure shows, as numbers."""
    return pd.DataFrame(
        {
            "covariate": report.covariates,
            "largest_smd_before": report.before,
            "largest_smd_after": report.after,
        }
    )


def _pair(pair: PairReport) -> dict[str, str]:
    shown = {
        f"{_HEADS[check.key]} ({'at least' if check.at_least else 'at most'} {limit_of(check)})": (
            value_of(check)
        )
        for check in pair.checks
    }
    failed = [_HEADS[check.key].lower() for check in pair.checks if not check.passes]
    verdict = "passes" if pair.passes else f"fails: {', '.join(failed)}"
    return {"Pair": f"{pair.treated} against {pair.reference}", "Design": verdict, **shown}


_HEADS = {
    "balance": "Largest difference",
    "equipoise": "In equipoise",
    "ess": "Smallest ESS share",
    "positivity": "Level an arm lacks",
    "sites": "Sites of both",
}
