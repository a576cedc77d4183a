"""Safety as tables: written out for readers, and as numbers for files."""

import pandas as pd

from analytics.adverse_events import NO_EXPOSURE
from analytics.early_mortality import EarlyDeaths
from analytics.proportions import Proportion
from analytics.safety import GroupSafety, SafetyByGroup, WorstGrade, share_of
from analytics.safety_board import Board, Levels
from dashboard.sentences.proportions import NOBODY, cell_share, counted_share, limits
from dashboard.sentences.safety import SCALE_NAMES, SEVERITY_NAMES, grade_name, rate_words
from dashboard.tables.cells import KeyFigure
from dashboard.tables.survival import EVERYBODY
from dashboard.wording import (
    DAYS_PER_MONTH,
    NOT_SUPPLIED,
    Words,
    confidence_interval,
    percent,
    whole,
)
from queries.domains.adverse_terms import term_label

ANY_TERM = "Any of these"


def _label(group: str, words: Words) -> str:
    return EVERYBODY if group == "ALL" else words.label(group)


def _every(result: SafetyByGroup) -> list[GroupSafety]:
    return [*result.groups, *([result.overall] if len(result.groups) > 1 else [])]


def _term(code: str) -> str:
    return ANY_TERM if code == "ANY" else term_label(code)


def board_key_figures(result: Board, _words: Words) -> tuple[KeyFigure, ...]:
    """Return major and serious events, and deaths by 30 and 90 days."""
    return (
        _key_figure("Major events (%)", result.major),
        _key_figure("Serious, related (%)", result.serious),
        *(_deaths_figure(found) for found in result.deaths),
    )


def _key_figure(label: str, share: Proportion | None) -> KeyFigure:
    if share is None:
        return KeyFigure(label, NOT_SUPPLIED)
    if share.successes == 0:
        return KeyFigure(label, "none", f"in {whole(share.n)}; at most {percent(share.upper)} %")
    interval = confidence_interval(share.confidence)
    return KeyFigure(label, percent(share.estimate), f"{interval} {limits(share)}")


def _deaths_figure(found: EarlyDeaths) -> KeyFigure:
    label = f"Dead by {found.days} days (%)"
    return KeyFigure(label, NOBODY) if found.share is None else _key_figure(label, found.share)


def terms_table(result: SafetyByGroup, words: Words) -> pd.DataFrame:
    """Write one row per term and technique that had it, and the techniques that had none."""
    rows = []
    for place, code in enumerate(result.overall.incidence.frame["term"]):
        for group in _every(result):
            found = group.incidence
            rows.append(
                {
                    "Event": _term(str(code)),
                    "Technique": _label(group.group, words),
                    "Patients with it": counted_share(share_of(found, place)),
                    "Procedures followed by it": counted_share(share_of(found, place, "procedure")),
                    "Events (n)": whole(int(found.frame["events"].iloc[place])),
                    "Per 100 patient-months (95 % CI)": rate_words(found, place),
                }
            )
    return pd.DataFrame(rows)


def terms_rows(result: SafetyByGroup, words: Words) -> pd.DataFrame:
    """Return every figure of every term and technique as numbers."""
    return pd.concat(
        [_rows_of(group, result.severity, words) for group in (*result.groups, result.overall)],
        ignore_index=True,
    )


def _rows_of(group: GroupSafety, severity: str, words: Words) -> pd.DataFrame:
    found = group.incidence
    frame = found.frame.rename(columns={"term": "term_code"})
    frame.insert(0, "severity", SEVERITY_NAMES[severity])
    frame.insert(1, "technique_code", group.group)
    frame.insert(2, "technique", _label(group.group, words))
    frame.insert(4, "term", [_term(str(code)) for code in frame["term_code"]])
    frame["of_patients"] = found.exposure.patients
    frame["of_procedures"] = found.exposure.procedures
    frame["patient_months"] = found.exposure.patient_days / DAYS_PER_MONTH
    frame = frame.rename(columns={"rate": "events_per_100_patient_months"})
    return frame.astype(object).where(frame.notna(), NO_EXPOSURE)


def levels_table(result: Levels, words: Words) -> pd.DataFrame:
    """Write one row per technique: patients with an event of each severity."""
    rows = []
    for place, group in enumerate(_every(result.by_severity[0])):
        exposure = group.incidence.exposure
        row = {
            "Technique": _label(group.group, words),
            "Patients (n)": whole(exposure.patients),
            "Procedures (n)": whole(exposure.procedures),
            "Patient-months watched": whole(round(exposure.patient_days / DAYS_PER_MONTH)),
        }
        for level in result.by_severity:
            found = _every(level)[place].incidence
            is_absent = level.severity in result.not_entered
            row[f"{SEVERITY_NAMES[level.severity]}, n; % (95 % CI)"] = (
                NOT_SUPPLIED if is_absent else cell_share(share_of(found, 0))
            )
        rows.append(row)
    return pd.DataFrame(rows)


def levels_rows(result: Levels, words: Words) -> pd.DataFrame:
    """Return every severity, term and technique as numbers."""
    frames = [
        terms_rows(level, words).assign(
            supplied="no" if level.severity in result.not_entered else "yes"
        )
        for level in result.by_severity
    ]
    return pd.concat(frames, ignore_index=True)


def grades_table(result: tuple[WorstGrade, ...], _words: Words) -> pd.DataFrame:
    """Write one row per scale and grade."""
    rows = []
    for scale in result:
        name = SCALE_NAMES[scale.scale]
        if not scale.grades:
            said = NOT_SUPPLIED if scale.ungraded else "no event"
            rows.append({"Scale": name, "Grade": said, "Events (n)": "—", "Worst grade of": "—"})
        for grade, events, share in zip(scale.grades, scale.events, scale.patients, strict=True):
            rows.append(
                {
                    "Scale": name,
                    "Grade": grade_name(grade),
                    "Events (n)": whole(events),
                    "Worst grade of": counted_share(share),
                }
            )
    return pd.DataFrame(rows)


def grades_rows(result: tuple[WorstGrade, ...], _words: Words) -> pd.DataFrame:
    """Return scales and grades as numbers."""
    rows: list[dict[str, object]] = []
    for scale in result:
        head = {"scale": SCALE_NAMES[scale.scale], "events_not_graded": scale.ungraded}
        if not scale.grades:
            rows.append(head | {"grade": NOT_SUPPLIED if scale.ungraded else "no event"})
        for grade, events, share in zip(scale.grades, scale.events, scale.patients, strict=True):
            rows.append(
                head
                | {
                    "grade": grade,
                    "events": events,
                    "patients_with_this_worst": share.successes,
                    "treated": share.n,
                    "share": share.estimate,
                    "lower": share.lower,
                    "upper": share.upper,
                }
            )
    return pd.DataFrame(rows)


def deaths_table(result: Board, words: Words) -> pd.DataFrame:
    """Write one row per technique: deaths by 30 and 90 days."""
    return pd.DataFrame(
        [
            {"Technique": label} | {key: said for found in row for key, said in _deaths(found)}
            for label, row in _by_technique(result, words)
        ]
    )


def _by_technique(result: Board, words: Words) -> list[tuple[str, list[EarlyDeaths]]]:
    groups = list(dict.fromkeys(found.group for found in result.deaths_by_group))
    rows = [
        (words.label(code), [found for found in result.deaths_by_group if found.group == code])
        for code in groups
    ]
    return [*rows, *([(EVERYBODY, list(result.deaths))] if len(groups) > 1 else [])]


def _deaths(found: EarlyDeaths) -> tuple[tuple[str, str], ...]:
    return (
        (f"Dead by {found.days} days", counted_share(found.share)),
        (f"Not known at {found.days} days (n)", whole(found.lost)),
    )


def deaths_rows(result: Board, words: Words) -> pd.DataFrame:
    """Return early deaths as numbers, one row per technique and horizon."""
    rows = []
    for found in (*result.deaths_by_group, *result.deaths):
        share = found.share
        rows.append(
            {
                "technique_code": found.group,
                "technique": _label(found.group, words),
                "days": found.days,
                "dead": share.successes if share else NOBODY,
                "of": share.n if share else NOBODY,
                "share": share.estimate if share else NOBODY,
                "lower": share.lower if share else NOBODY,
                "upper": share.upper if share else NOBODY,
                "not_known": found.lost,
                "enrolled_late": found.late,
            }
        )
    return pd.DataFrame(rows)
