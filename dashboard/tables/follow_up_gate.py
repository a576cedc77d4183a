"""Sites and techniques held to the follow-up gate, as tables."""

import pandas as pd

from analytics.follow_up_gate import Followed, FollowUpGate
from dashboard.sentences.marks import is_counted
from dashboard.tables.cells import number
from dashboard.wording import Words, confidence_interval, percent, whole


def gate_table(gate: FollowUpGate, _words: Words) -> pd.DataFrame:
    """Write one row per technique and site, those below the gate first."""
    rows = [("Technique", its) for its in _low_first(gate.techniques)]
    rows += [("Site", its) for its in _low_first(gate.sites)]
    return pd.DataFrame([_row(kind, its) for kind, its in rows])


def _low_first(places: tuple[Followed, ...]) -> list[Followed]:
    return sorted(places, key=lambda its: (not its.is_below, its.name))


def _row(kind: str, its: Followed) -> dict[str, str]:
    measure = its.measure
    if not is_counted(measure):
        return {
            "Of": kind,
            "Name": its.name,
            "Could be known (n)": "0",
            "Known (n)": "0",
            "Known at one year, %": measure.verdict.value,
            "Gate": measure.verdict.value,
        }
    interval = confidence_interval(measure.confidence)
    limits = f"({interval} {percent(measure.lower)} to {percent(measure.upper)})"
    return {
        "Of": kind,
        "Name": its.name,
        "Could be known (n)": whole(measure.of),
        "Known (n)": whole(measure.count),
        "Known at one year, %": f"{percent(measure.estimate)} {limits}",
        "Gate": measure.verdict.value,
    }


def gate_rows(gate: FollowUpGate, _words: Words) -> pd.DataFrame:
    """Return the numbers; words where there is nothing to count."""
    return pd.DataFrame(
        [
            {
                "of": kind,
                "code": its.code,
                "name": its.name,
                "could_be_known": 0 if not is_counted(its.measure) else int(its.measure.of),
                "known": its.measure.count,
                "share": number(its.measure.estimate, its.measure.verdict.value),
                "lower": number(its.measure.lower, its.measure.verdict.value),
                "upper": number(its.measure.upper, its.measure.verdict.value),
                "mark": gate.mark,
                "verdict": its.measure.verdict.value,
            }
            for kind, places in (("technique", gate.techniques), ("site", gate.sites))
            for its in places
        ]
    )
