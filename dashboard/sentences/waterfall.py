"""Single patients by best change in size, in sentences."""

import math

from analytics.response import RESPONSES, WINDOW_DAYS
from analytics.waterfall import Bar, Waterfall
from dashboard.sentences.response import criterion_name, reader_name
from dashboard.wording import DAYS_PER_MONTH, Words, counted, whole
from queries.domains.common import RESPONSE

_RESPONSES = {code.code: code.label for code in RESPONSE}
TALLEST = 1.0  # a bar beyond +100 % would press all others flat
BOUNDS = (
    "A smallest sum is judged against the sum before treatment; progression is judged against "
    "the smallest sum so far (nadir) or by a new lesion, so a bar below +20 % may still be "
    "progressive disease."
)


def class_name(code: str) -> str:
    """Return what a best response is called, with its letters."""
    return f"{_RESPONSES.get(code, code)} ({code})"


def change_text(change: float) -> str:
    """Write a change in percent; what is not 0 is never written so."""
    written = f"{100 * change:+.1f}"
    if float(written) == 0 and change:
        return "< +0.1 %" if change > 0 else "> -0.1 %"
    return "0 %" if not change else f"{written} %"


def day_text(bar: Bar) -> str:
    """Say on which day the smallest sum was measured."""
    return "day not supplied" if math.isnan(bar.day) else f"day {whole(bar.day)}"


def waterfall_counted(result: Waterfall, words: Words) -> str:
    """Say who has a bar, who has none, and what is measured."""
    n = len(result.bars)
    months = f"{WINDOW_DAYS / DAYS_PER_MONTH:.0f} months"
    undated = (
        f" {counted(result.undated, 'smallest sum has', 'smallest sums have')} no day and "
        "count as within them."
        if result.undated
        else ""
    )
    return (
        f"{criterion_name(result.criterion)}, {reader_name(result.reader).lower()}. One bar for "
        f"each of {counted(n, 'patient')} of {whole(result.treated)} treated: the smallest sum "
        f"of target diameters (nadir) within {months} of the index procedure and before other "
        f"anticancer treatment, against the sum before treatment.{undated}"
        f"{_missing(result, words)}"
    )


def _missing(result: Waterfall, words: Words) -> str:
    n = result.treated - len(result.bars)
    if not n:
        return " Everybody treated has a bar."
    groups = "; ".join(f"{words.label(code)} {whole(m)}" for code, m in result.unmeasured)
    responses = ", ".join(f"{code} {whole(m)}" for code, m in result.unmeasured_responses if m)
    return (
        f" {counted(n, 'patient has', 'patients have')} no bar, as not every target lesion was "
        f"measured before and after treatment ({groups}; best response {responses})."
    )


def waterfall_seen(result: Waterfall, _words: Words) -> str:
    """Read the waterfall aloud: how many fell and grew, and the best responses."""
    changes = [bar.change for bar in result.bars]
    classes = "; ".join(
        f"{class_name(code)}: {whole(n)}"
        for code in RESPONSES
        if (n := sum(bar.response == code for bar in result.bars))
    )
    n = len(result.bars)
    return (
        f"Best change in size by patient, {criterion_name(result.criterion)}, "
        f"{reader_name(result.reader).lower()}: {counted(n, 'patient')}, from "
        f"{change_text(changes[0])} to {change_text(changes[-1])}; {whole(result.shrunk)} fell by "
        f"30 % or more, {whole(result.grown)} grew by 20 % or more. Best response: {classes}."
    )


def waterfall_note(result: Waterfall, _words: Words) -> str:
    """Say how progression is told, and what must not be done with the bars."""
    beyond = sum(bar.change > TALLEST for bar in result.bars)
    cut = (
        f" {counted(beyond, 'bar is', 'bars are')} cut at +100 %; hover and table tell more."
        if beyond
        else ""
    )
    return (
        f"{BOUNDS}{cut} Dotted: a fall of 30 % and a rise of 20 %. Numbers of patients are those "
        "of this snapshot and mean nothing outside it. De-identified rows: not for publication, "
        "and no guide for the patient in front of you."
    )
