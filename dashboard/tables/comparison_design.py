"""A design as tables: covariates, balance, regions, attrition, the gate."""

import math

import pandas as pd

from analytics.comparison_gate import Check
from dashboard.comparison_values import Designed
from dashboard.tables.cells import KeyFigure, numbers
from dashboard.wording import NOT_ESTIMABLE, Words, percent, whole
from queries.domains.adjustment import REASONS
from queries.domains.covariates import record_fields

_SHARES = ("equipoise", "ess", "positivity")


def key_figures(designed: Designed, _words: Words) -> tuple[KeyFigure, ...]:
    """Return the few numbers by which a design is judged."""
    report = designed.report
    names = designed.protocol.arms
    return (
        *(
            KeyFigure(f"{name} (n)", whole(n), f"counts like {ess:,.0f}")
            for name, n, ess in zip(names, report.n, report.ess, strict=True)
        ),
        KeyFigure("In equipoise (%)", percent(report.equipoise), "preference score 0.3 to 0.7"),
        KeyFigure(
            "Largest difference (SD)",
            _small(report.balance.largest_difference),
            f"before: {float(abs(report.balance.smd_before).max()):.2f}",
        ),
    )


def gate_table(designed: Designed, _words: Words) -> pd.DataFrame:
    """Write one row per diagnostic: its number, its limit, whether it passes."""
    return pd.DataFrame(
        [
            {
                "Diagnostic": check.label,
                "Found": value_of(check),
                "Limit": f"{'at least' if check.at_least else 'at most'} {limit_of(check)}",
                "Verdict": verdict_of(check),
            }
            for check in designed.gate.checks
        ]
    )


def value_of(check: Check) -> str:
    """Write the number of a diagnostic, or that it is not known."""
    if check.value is None or math.isnan(check.value):
        return "not known"
    if math.isinf(check.value):
        return "no bound"
    if check.key in _SHARES:
        return f"{percent(check.value)} %"
    if check.key == "balance":
        return _small(check.value)
    return f"{check.value:.2f}" if check.key == "detectable" else whole(check.value)


def limit_of(check: Check) -> str:
    """Write the limit of a diagnostic in the unit of its number."""
    if check.key in _SHARES:
        return f"{100 * check.limit:g} %"
    return f"{check.limit:g}"


def verdict_of(check: Check) -> str:
    """Write whether a diagnostic passes; what is not known does not."""
    if check.passes:
        return "passes"
    known = check.value is not None and not math.isnan(check.value)
    return "FAILS" if known else "NOT KNOWN: locked"


def covariate_table(designed: Designed, _words: Words) -> pd.DataFrame:
    """Write one row per covariate: why, what is missing, what is done about it."""
    labels = {field.label: field.name for field in record_fields()}
    labels |= {"Region": "region_code", "Year of index procedure": "index_year"}
    return pd.DataFrame(
        [
            {
                "Covariate": account.label,
                "Why": REASONS.get(labels.get(account.label, ""), "not stated"),
                "Not known (n)": f"{whole(account.n_missing)} of {whole(account.n)}",
                "Not known (%)": percent(account.n_missing / account.n),
                "What is done": account.done,
            }
            for account in designed.report.accounts
        ]
    )


def balance_table(designed: Designed, _words: Words) -> pd.DataFrame:
    """Write one row per column: means, difference, variance ratio and distance, before/after."""
    table = designed.report.balance
    reference, treated = designed.protocol.arms
    return pd.DataFrame(
        {
            "Covariate": table.covariates,
            f"{reference}, before": [
                _mean(v, b) for v, b in zip(table.mean_before[0], table.is_binary, strict=True)
            ],
            f"{treated}, before": [
                _mean(v, b) for v, b in zip(table.mean_before[1], table.is_binary, strict=True)
            ],
            f"{reference}, after": [
                _mean(v, b) for v, b in zip(table.mean_after[0], table.is_binary, strict=True)
            ],
            f"{treated}, after": [
                _mean(v, b) for v, b in zip(table.mean_after[1], table.is_binary, strict=True)
            ],
            "SMD before": [_two(v) for v in table.smd_before],
            "SMD after": [_two(v) for v in table.smd_after],
            "Variance ratio after": [_two(v) for v in table.variance_ratio_after],
            "KS after": [_two(v) for v in table.ks_after],
        }
    )


def balance_rows(designed: Designed, _words: Words) -> pd.DataFrame:
    """Return the balance table as numbers: what table, plot and file show."""
    frame = designed.report.balance.frame
    for name in frame.select_dtypes("float"):
        frame[name] = numbers(frame[name].to_numpy(), NOT_ESTIMABLE)
    return frame


def overlap_rows(designed: Designed, _words: Words) -> pd.DataFrame:
    """Return the bins of the score and of the preference score, by arm."""
    report = designed.report
    return pd.concat(
        [
            pd.DataFrame(
                {
                    "measure": measure,
                    "arm": arm,
                    "from": report.edges[:-1],
                    "to": report.edges[1:],
                    "n": counts[side],
                }
            )
            for measure, counts in (
                ("propensity score", report.scores),
                ("preference score", report.preferences),
            )
            for side, arm in enumerate(designed.protocol.arms)
        ],
        ignore_index=True,
    )


def overlap_table(designed: Designed, _words: Words) -> pd.DataFrame:
    """Write the preference scores in steps of a tenth, by arm."""
    counts, edges = designed.report.preferences, designed.report.edges
    pairs = counts.reshape(2, -1, 2).sum(axis=2)
    return pd.DataFrame(
        {
            "Preference score": [
                f"{a:.1f} to {b:.1f}" for a, b in zip(edges[:-1:2], edges[2::2], strict=True)
            ],
            **{
                f"{arm} (n)": [whole(int(n)) for n in pairs[side]]
                for side, arm in enumerate(designed.protocol.arms)
            },
        }
    )


def attrition_table(designed: Designed, _words: Words) -> pd.DataFrame:
    """Write how many patients each step leaves, by arm."""
    reference, treated = designed.protocol.arms
    first = {
        "Step": "Index procedure within the filters",
        f"{reference} (n)": "",
        f"{treated} (n)": "",
        "Both (n)": whole(designed.n_eligible),
    }
    return pd.DataFrame(
        [
            first,
            *(
                {
                    "Step": step.step,
                    f"{reference} (n)": whole(step.n[0]),
                    f"{treated} (n)": whole(step.n[1]),
                    "Both (n)": whole(sum(step.n)),
                }
                for step in designed.report.steps
            ),
        ]
    )


def region_table(designed: Designed, _words: Words) -> pd.DataFrame:
    """Write balance within each region under the weights of all."""
    reference, treated = designed.protocol.arms
    return pd.DataFrame(
        [
            {
                "Region": place.place,
                f"{reference} (n)": whole(place.n[0]),
                f"{treated} (n)": whole(place.n[1]),
                "Largest SMD before": place.refusal or _two(place.before),
                "Largest SMD after": place.refusal or _two(place.after),
                "Of": place.covariate or "—",
            }
            for place in designed.report.regions
        ]
    )


def left_out_table(designed: Designed, _words: Words) -> pd.DataFrame:
    """Write what those who were trimmed look like beside those kept."""
    return pd.DataFrame(
        [
            {
                "Covariate": row.covariate,
                "Kept": _mean(row.kept, row.is_share),
                "Left out": _mean(row.left_out, row.is_share),
            }
            for row in designed.report.left_out
        ]
    )


def _mean(value: float, is_share: bool) -> str:  # noqa: FBT001  # told by the table itself
    return f"{percent(float(value))} %" if is_share else f"{value:,.1f}"


def _small(value: float) -> str:
    return "< 0.005" if value < 0.005 else f"{value:.2f}"  # noqa: PLR2004  # of two decimals


def _two(value: float) -> str:
    if math.isnan(value):
        return NOT_ESTIMABLE
    return "no bound" if math.isinf(value) else f"{value:.2f}"
