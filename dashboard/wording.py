"""How numbers and names are written, the same in figures, tables and captions."""

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass, field

DAYS_PER_MONTH = 30.4375  # 365.25 / 12
NOT_REACHED = "not reached"
NOT_ESTIMABLE = "not estimable"
NOT_SUPPLIED = "not supplied"
WITHHELD = "withheld"

_MARKDOWN = re.compile(r"([\\`*_{}\[\]()<>#+\-.!|~$:&=^@])")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_LONGEST_NAME = 80


@dataclass(frozen=True)
class Words:
    """What the codes of a result are called, and what it is about."""

    labels: Mapping[str, str] = field(default_factory=dict)  # code -> label
    outcome: str = ""  # name of the endpoint; empty where there is none
    policy: str = ""  # what was chosen for the endpoint where one could choose
    causes: tuple[str, ...] = ()  # of the endpoint's codes 1, 2, ..
    burden: str = ""  # disease, year and source of the new cases; empty: no table is known

    def label(self, code: str) -> str:
        """Return the label of a code; an unlisted code is its own label."""
        return self.labels.get(code, code)


def label_text(text: str) -> str:
    """Return a data string that Streamlit's markdown shows letter by letter."""
    return _MARKDOWN.sub(r"\\\1", " ".join(text.split()))


def plot_text(text: str) -> str:
    """Return a data string that plotly shows letter by letter, cut at 80 characters."""
    shown = text if len(text) <= _LONGEST_NAME else f"{text[: _LONGEST_NAME - 1]}…"
    return shown.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def whole(number: float) -> str:
    """Write a count: thousands apart; one decimal under fractional weights."""
    return f"{number:,.0f}" if float(number).is_integer() else f"{number:,.1f}"


def counted(n: int, one: str, many: str = "") -> str:
    """Write a number with what it counts, as "1 site" or "2 sites"."""
    return f"{whole(n)} {one if n == 1 else many or f'{one}s'}"


def percent(share: float) -> str:
    """Write a share as a bare percentage; what is not 0 or 100 is never written so.

    The sign belongs to the heading or to the caller.
    """
    if math.isnan(share):
        return NOT_ESTIMABLE
    if share in (0, 1):
        return f"{100 * share:.0f}"
    written = f"{100 * share:.1f}"
    return {"0.0": "< 0.1", "100.0": "> 99.9"}.get(written, written)


def months(days: float) -> str:
    """Write days as months of 30.4375 days; words where the day is not reached."""
    return NOT_REACHED if math.isnan(days) else f"{days / DAYS_PER_MONTH:.1f}"


def months_with_limits(estimate: float, lower: float, upper: float) -> str:
    """Write a time in months with its limits, each limit in words where there is none."""
    if math.isnan(estimate) and math.isnan(lower):
        return NOT_REACHED
    return f"{months(estimate)} ({months(lower)} to {months(upper)})"


def p_value(p: float) -> str:
    """Write a p-value with two significant digits, never as 0 or 1."""
    if p < 0.001:  # noqa: PLR2004  # the customary floor
        return "p < 0.001"
    if p > 0.99:  # noqa: PLR2004  # its mirror
        return "p > 0.99"
    decimals = 1 - math.floor(math.log10(p))
    return f"p = {p:.{decimals}f}"


def calendar_month(month: int) -> str:
    """Write a month given as 12 x year + month - 1."""
    return f"{_MONTHS[month % 12]} {month // 12}"


def calendar_quarter(month: int) -> str:
    """Write a quarter given by one of its months, 12 x year + month - 1."""
    return f"Q{month % 12 // 3 + 1} {month // 12}"


def rate_with_limits(estimate: float, lower: float, upper: float) -> str:
    """Write a rate with its limits, to one decimal; to two where it is small.

    What is not 0 is never written so.
    """
    decimals = 1 if estimate >= 1 else 2
    least = 10.0**-decimals
    written = [
        "0" if value == 0 else f"{value:.{decimals}f}" if value >= least else f"< {least:g}"
        for value in (estimate, lower, upper)
    ]
    return f"{written[0]} ({written[1]} to {written[2]})"


def confidence_interval(confidence: float) -> str:
    """Write the name of an interval, as "95 % CI"."""
    return f"{100 * confidence:g} % CI"
