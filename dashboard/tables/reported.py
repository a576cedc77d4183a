"""Patient-reported outcomes as tables: written out for readers, and as numbers for files."""

import math
from typing import Any

import pandas as pd

from analytics.pain_response import STATES, PainResponse
from analytics.reported import GroupReported, ReportedByGroup
from dashboard.sentences.proportions import NOBODY, counted_share
from dashboard.sentences.reported import (
    STATE_NAMES,
    mean_at,
    mean_words,
    missing_share,
    row_at,
    visit_name,
)
from dashboard.tables.cells import KeyFigure, number
from dashboard.tables.survival import EVERYBODY
from dashboard.wording import NOT_ESTIMABLE, Words, percent, whole

NO_ANSWER = "no answer"


def _label(group: str, words: Words) -> str:
    return EVERYBODY if group == "ALL" else words.label(group)


def _every(result: ReportedByGroup) -> list[GroupReported]:
    return [*result.groups, *([result.overall] if len(result.groups) > 1 else [])]


def reported_key_figures(result: ReportedByGroup, _words: Words) -> tuple[KeyFigure, ...]:
    """Return answers before treatment, the last mean change, improvement and missing forms."""
    overall, last = result.overall, result.visits[-1]
    mean, lower, upper, n = mean_at(overall, last)
    with_baseline = overall.patients - overall.answered.without_baseline
    limits = NOT_ESTIMABLE if math.isnan(lower) else f"95 % CI {lower:+.1f} to {upper:+.1f}"
    return (
        KeyFigure(
            "Before (answers)", whole(with_baseline), f"of {whole(overall.patients)} treated"
        ),
        KeyFigure(
            f"{visit_name(last)} (points)", f"{mean:+.1f}" if n else NO_ANSWER, limits if n else ""
        ),
        *_improved_figure(overall, last),
        KeyFigure("Forms missing (%)", percent(missing_share(result)), "of due, afterwards"),
    )


def _improved_figure(group: GroupReported, visit: str) -> tuple[KeyFigure, ...]:
    if group.improved is None:
        return ()
    row = row_at(group.improved.frame, visit)
    if not row["due"]:
        return (KeyFigure("Improved (%)", NOBODY),)
    limits = f"{percent(row['lower_due'])} to {percent(row['upper_due'])}"
    return (KeyFigure("Improved (%)", percent(row["share_due"]), f"95 % CI {limits}"),)


def change_table(result: ReportedByGroup, words: Words) -> pd.DataFrame:
    """Write one row per technique: mean change at every visit, and by which method."""
    return pd.DataFrame(
        [
            {
                "Technique": _label(group.group, words),
                "Patients (n)": whole(group.patients),
                **{
                    f"{visit_name(visit)}, points (95 % CI); answers": mean_words(group, visit)
                    for visit in result.visits[1:]
                },
                "Method": "mixed model" if group.model else f"observed: {group.why_no_model}",
            }
            for group in _every(result)
        ]
    )


def change_rows(result: ReportedByGroup, words: Words) -> pd.DataFrame:
    """Return the drawn and the observed means as numbers, one row per technique and visit."""
    rows = []
    for group in (*result.groups, result.overall):
        for visit in result.visits[1:]:
            mean, lower, upper, n = mean_at(group, visit)
            seen = row_at(group.observed, visit)
            rows.append(
                {
                    "technique_code": group.group,
                    "technique": _label(group.group, words),
                    "visit": visit,
                    "method": "mixed model" if group.model else "observed",
                    "answers": n,
                    "mean_change": number(mean, NO_ANSWER),
                    "lower": number(lower, NOT_ESTIMABLE),
                    "upper": number(upper, NOT_ESTIMABLE),
                    "observed_mean": number(seen["mean"], NO_ANSWER),
                    "observed_lower": number(seen["lower"], NOT_ESTIMABLE),
                    "observed_upper": number(seen["upper"], NOT_ESTIMABLE),
                }
            )
    return pd.DataFrame(rows)


def forms_table(result: ReportedByGroup, words: Words) -> pd.DataFrame:
    """Write one row per technique: forms received of those due, at every visit."""
    rows = []
    for group in _every(result):
        frame = group.answered.by_visit
        row = {"Technique": _label(group.group, words)}
        for visit, expected, received, share in frame.itertuples(index=False, name=None):
            written = f" ({percent(share)} %)" if expected else ""
            row[f"{visit_name(visit)}, n of n"] = f"{whole(received)} of {whole(expected)}{written}"
        rows.append(row)
    return pd.DataFrame(rows)


def forms_rows(result: ReportedByGroup, words: Words) -> pd.DataFrame:
    """Return forms due and received as numbers."""
    return pd.concat(
        [
            group.answered.by_visit.assign(
                technique_code=group.group,
                technique=_label(group.group, words),
                share=[number(share, NOBODY) for share in group.answered.by_visit["share"]],
            )
            for group in (*result.groups, result.overall)
        ],
        ignore_index=True,
    )


def courses_table(result: ReportedByGroup, _words: Words) -> pd.DataFrame:
    """Write one row per last answer: who stopped, and their mean score at every visit."""
    rows = []
    for row in result.overall.answered.by_last_visit.to_dict("records"):
        own = result.courses[result.courses["last_visit"] == row["last_visit"]]
        means = {"BASE": row["baseline_mean"]} | dict(zip(own["visit"], own["mean"], strict=True))
        rows.append(
            {
                "Last answer": visit_name(row["last_visit"]),
                "Patients (n)": whole(row["patients"]),
                "Stopped though due (n)": whole(row["stopped"]),
                "Nothing due later (n)": whole(row["ended"]),
                **{
                    f"{visit_name(visit)}, mean": _points(means.get(visit, float("nan")))
                    for visit in result.visits
                },
            }
        )
    return pd.DataFrame(rows)


def _points(mean: float) -> str:
    return "—" if math.isnan(mean) else f"{mean:.1f}"


def courses_rows(result: ReportedByGroup, _words: Words) -> pd.DataFrame:
    """Return mean scores by last answer and visit as numbers."""
    counts = result.overall.answered.by_last_visit[["last_visit", "patients", "stopped", "ended"]]
    return result.courses.merge(counts, on="last_visit", how="left")


def improved_table(result: ReportedByGroup, words: Words) -> pd.DataFrame:
    """Write one row per technique and visit: improved of those due, and of those who answered."""
    rows = []
    for group in _every(result):
        if group.improved is None:
            continue
        rows += [
            {
                "Technique": _label(group.group, words),
                "Visit": visit_name(visit),
                "Improved (n)": whole(row["responders"]),
                "Of those due, % (95 % CI); n": _share(row, "due"),
                "Of those who answered, % (95 % CI); n": _share(row, "answered"),
            }
            for visit in result.visits[1:]
            for row in (row_at(group.improved.frame, visit),)
        ]
    return pd.DataFrame(rows)


def _share(row: dict[str, Any], of: str) -> str:
    if not row[of]:
        return NOBODY
    limits = f"{percent(row[f'lower_{of}'])} to {percent(row[f'upper_{of}'])}"
    return f"{percent(row[f'share_{of}'])} ({limits}); {whole(row[of])}"


def improved_rows(result: ReportedByGroup, words: Words) -> pd.DataFrame:
    """Return improvement as numbers, one row per technique and visit."""
    frames = [
        group.improved.frame.assign(
            technique_code=group.group,
            technique=_label(group.group, words),
            threshold=group.improved.threshold,
            better=group.improved.better,
        )
        for group in (*result.groups, result.overall)
        if group.improved is not None
    ]
    rows = pd.concat(frames, ignore_index=True).astype(object)
    return rows.where(rows.notna(), NOBODY)


def pain_table(result: PainResponse, _words: Words) -> pd.DataFrame:
    """Write one row per visit: responses and what stands in their way."""
    return pd.DataFrame(
        [
            {
                "Visit": visit_name(at.visit),
                **{STATE_NAMES[state]: whole(n) for state, n in at.counts},
                "Response, of alive and due": counted_share(at.of_due),
                "Response, of those judged": counted_share(at.of_judged),
            }
            for at in result.visits
        ]
    )


def pain_rows(result: PainResponse, _words: Words) -> pd.DataFrame:
    """Return responses of pain as numbers, one row per visit."""
    rows = []
    for at in result.visits:
        row: dict[str, object] = {"visit": at.visit}
        row |= {state.lower(): n for state, n in at.counts if state in STATES}
        for name, share in (("due", at.of_due), ("judged", at.of_judged)):
            row |= {
                f"of_{name}": share.n if share else NOBODY,
                f"share_{name}": share.estimate if share else NOBODY,
                f"lower_{name}": share.lower if share else NOBODY,
                f"upper_{name}": share.upper if share else NOBODY,
            }
        rows.append(row)
    return pd.DataFrame(rows)
