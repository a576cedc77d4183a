"""The start page as tables: written out for readers, and as numbers for files."""

import pandas as pd

from analytics.changes import Changes
from analytics.concerns import SiteLetter, SitesToCall
from analytics.marks import Measure
from analytics.quality import State
from analytics.readiness import Readiness
from analytics.site_record import Key, SiteRecord, complete, entered, known, measures
from dashboard.sentences.concerns import concern_said
from dashboard.sentences.marks import NAMES, UNITS, is_counted
from dashboard.tables.cells import number
from dashboard.wording import NOT_ESTIMABLE, NOT_SUPPLIED, Words, percent, whole


def standing_table(result: SiteRecord, _words: Words) -> pd.DataFrame:
    """Write one row per measure: what was reached of what, its limits and its mark."""
    return pd.DataFrame([_measure_row(measure) for measure in measures(result)])


def _measure_row(measure: Measure) -> dict[str, str]:
    key = Key(measure.key)
    is_there = is_counted(measure)
    return {
        "Measure": NAMES[key],
        "Reached (n)": whole(measure.count) if is_there else measure.verdict.value,
        "Of (n)": f"{whole(round(measure.of))} {UNITS[key]}" if is_there else NOT_SUPPLIED,
        "Share, % (95 % CI)": _share(measure),
        "Mark (%)": f"{100 * measure.mark:g}",
        "Verdict": measure.verdict.value.capitalize(),
    }


def _share(measure: Measure) -> str:
    if not is_counted(measure):
        return measure.verdict.value
    limits = f"{percent(measure.lower)} to {percent(measure.upper)}"
    return f"{percent(measure.estimate)} ({limits})"


def standing_rows(result: SiteRecord, _words: Words) -> pd.DataFrame:
    """Return counts, limits and mark of every measure."""
    return pd.DataFrame([_measure_numbers(measure) for measure in measures(result)])


def _measure_numbers(measure: Measure) -> dict[str, object]:
    return {
        "measure": str(measure.key),
        "reached": measure.count,
        "of": number(measure.of, NOT_SUPPLIED),
        "share": number(measure.estimate, NOT_ESTIMABLE),
        "lower": number(measure.lower, NOT_ESTIMABLE),
        "upper": number(measure.upper, NOT_ESTIMABLE),
        "confidence": number(measure.confidence, NOT_ESTIMABLE),
        "mark": measure.mark,
        "verdict": measure.verdict.value,
    }


def letter_table(result: SiteLetter, words: Words) -> pd.DataFrame:
    """Write one row per measure of the site."""
    return standing_table(result.record, words)


def letter_rows(result: SiteLetter, words: Words) -> pd.DataFrame:
    """Return counts, limits and mark of every measure of the site."""
    return standing_rows(result.record, words)


def calls_table(result: SitesToCall, _words: Words) -> pd.DataFrame:
    """Write one row per site to call; one sentence where there is none."""
    rows = [
        {
            "Site": call.record.name,
            "Why": " ".join(concern_said(concern, call.record) for concern in call.concerns),
            "Enrolled (n)": whole(call.record.enrolled),
        }
        for call in result.called
    ]
    return pd.DataFrame(rows or [{"Sites": "No site to call."}])


def calls_rows(result: SitesToCall, _words: Words) -> pd.DataFrame:
    """Return the reasons of every site to call as numbers."""
    rows = [
        {"site": call.record.name, "reason": concern.kind.value}
        | _measure_numbers(concern.measure)
        | {"short_of_mark": concern.short}
        for call in result.called
        for concern in call.concerns
    ]
    return pd.DataFrame(rows or [{"site": "none"}])


def changes_table(result: Changes, _words: Words) -> pd.DataFrame:
    """Write one row per count: then, now, and the difference of counts."""
    rows = [
        (name, whole(then), whole(now), _signed(now - then, ",d"))
        for name, then, now in _counts(result)
    ]
    rows += [
        (f"{NAMES[Key(now.key)]} (%)", _share(then), _share(now), _points(then, now))
        for then, now in _shares(result)
    ]
    moved = (
        ("Checks newly failing", result.newly_failing),
        ("Checks passing again", result.passing_again),
    )
    rows += [(name, "", ", ".join(codes) or "none", f"{len(codes)}") for name, codes in moved]
    return pd.DataFrame(rows, columns=["What", "Then", "Now", "Change"]).replace(
        "", "does not apply"
    )


def _counts(result: Changes) -> list[tuple[str, int, int]]:
    before, now = result.before, result.now
    counted = [("Enrolled diagnoses (n)", before.enrolled, now.enrolled)]
    if before.treated is not None and now.treated is not None:
        counted.append(("Treated diagnoses (n)", before.treated, now.treated))
    counted.append(("Sites that have enrolled (n)", before.sites_enrolling, now.sites_enrolling))
    failing = [record.count(State.FAIL) for record in (before, now)]
    counted.append(("Checks that fail (n)", failing[0], failing[1]))
    return counted


def _shares(result: Changes) -> list[tuple[Measure, Measure]]:
    return [(held(result.before), held(result.now)) for held in (complete, entered, known)]


def _points(then: Measure, now: Measure) -> str:
    if not (is_counted(then) and is_counted(now)):
        return NOT_ESTIMABLE
    points = 100 * (now.estimate - then.estimate)
    if points and abs(points) < _LEAST_POINTS:
        return f"{'+' if points > 0 else _MINUS}< 0.1 points"
    return f"{_signed(points, '.1f')} points" if points else "unchanged"


_MINUS = "\N{MINUS SIGN}"
_LEAST_POINTS = 0.05  # would be written as 0.0


def _signed(difference: float, form: str) -> str:
    return f"{difference:+{form}}".replace("-", _MINUS) if difference else "unchanged"


def changes_rows(result: Changes, _words: Words) -> pd.DataFrame:
    """Return counts and shares of both snapshots."""
    rows: list[dict[str, object]] = [
        {"what": name, "then": then, "now": now} for name, then, now in _counts(result)
    ]
    rows += [
        {
            "what": str(now.key),
            "then": number(then.estimate, NOT_ESTIMABLE),
            "now": number(now.estimate, NOT_ESTIMABLE),
        }
        for then, now in _shares(result)
    ]
    frame = pd.DataFrame(rows)
    frame.insert(0, "since_snapshot", result.since.snapshot_id)
    return frame


def readiness_table(result: Readiness, words: Words) -> pd.DataFrame:
    """Write one row per landmark that is about to be readable; one sentence if none is."""
    rows = [
        {
            "Technique": words.label(landmark.group),
            "Landmark (months)": f"{landmark.months}",
            "Diagnoses (n)": whole(landmark.n),
            "At risk now (n)": whole(landmark.at_risk),
            "Needed (n)": whole(landmark.needed),
            "On their way, at most (n)": whole(landmark.near),
        }
        for landmark in result.coming
    ]
    return pd.DataFrame(rows or [{"Landmarks": "None comes within reach."}])


def readiness_rows(result: Readiness, words: Words) -> pd.DataFrame:
    """Return every landmark of every technique."""
    return pd.DataFrame(
        [
            {
                "technique_code": landmark.group,
                "technique": words.label(landmark.group),
                "landmark_months": landmark.months,
                "diagnoses": landmark.n,
                "at_risk": landmark.at_risk,
                "needed": landmark.needed,
                "on_their_way_at_most": landmark.near,
                "readable": landmark.is_readable,
                "coming": landmark.is_coming,
            }
            for landmark in result.landmarks
        ]
    )
