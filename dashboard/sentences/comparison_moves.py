"""What moved between a saved result and the same protocol now, in sentences."""

import math

from analytics.moved_rows import Moved
from dashboard.comparison_values import Saved
from dashboard.tables.comparison_moves import ratio_text
from dashboard.wording import Words, counted, whole
from queries.state.saved_numbers import Numbers


def moved_said(then: Saved, now: Numbers) -> str:
    """Say how patients, events and the adjusted hazard ratio moved."""
    before = then.numbers
    people, events = sum(now.n) - sum(before.n), sum(now.events) - sum(before.events)
    return (
        f"Since snapshot {then.frozen.snapshot_id}: {_change(people)} patients, "
        f"{_change(events)} events. Adjusted hazard ratio then {ratio_text(before)}, "
        f"now {ratio_text(now)}; {_verdict(before, now)}."
    )


def moved_counted(found: Moved, _words: Words) -> str:
    """Say who is counted."""
    return (
        f"{counted(found.n_then, 'diagnosis', 'diagnoses')} then and {whole(found.n_now)} now "
        "that count for the outcome; a diagnosis stands under everything that changed in it."
    )


def moved_seen(found: Moved, _words: Words) -> str:
    """Say in a sentence whose rows moved."""
    return (
        f"{whole(found.added)} added, {whole(found.gone)} no longer counted, "
        f"{whole(found.other_arm + found.other_baseline)} corrections of technique or baseline, "
        f"{whole(found.new_event)} with an event since, {whole(found.unchanged)} unchanged."
    )


def _change(number: int) -> str:
    if not number:
        return "as many"
    return f"{whole(abs(number))} {'more' if number > 0 else 'fewer'}"


def _verdict(before: Numbers, now: Numbers) -> str:
    values = (before.ratio, before.lower, before.upper, now.ratio)
    if not all(math.isfinite(value) for value in values):
        return "the two cannot be held against each other"
    if before.lower <= now.ratio <= before.upper:
        return "it lies within the limits of then"
    return "it lies outside the limits of then"
