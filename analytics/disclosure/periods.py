"""Growth as the public may see it: closed quarters, joined until enough people are in each."""

import re
from collections.abc import Iterable, Sequence
from datetime import date, timedelta

import pandas as pd

from analytics.cells import CountTable
from analytics.disclosure.primary import has_enough_sites
from analytics.disclosure.rules import SITE, Rules
from analytics.errors import BadInput
from analytics.inputs import Ints

MONTH = "month"  # key column of months, 12 x year + month - 1; -1: not known
PERIOD = "period"
LATER = "Later or not dated"  # people whose quarter is open, or not known, or too small yet
_CLOSED_DAYS = 60  # for which a quarter must have been over
_MONTHS = 3  # in a quarter
_NAME = re.compile(r"^(\d{4}) Q([1-4])(?: to (\d{4}) Q([1-4]))?$")

Span = tuple[int, int]  # first and last quarter, 4 x year + quarter - 1


def released_periods(
    table: CountTable, rules: Rules, *, cutoff: date | None, before: Iterable[str] = ()
) -> CountTable:
    """Count people by period of closed quarters, to be protected with other tables.

    Parameters
    ----------
    table : CountTable
        People by `month` and `site_id`.
    rules : Rules
        Thresholds: neighbouring quarters are joined until k people of enough sites are in them.
    cutoff : date or None
        Data cut-off; a quarter is released 60 days after its end. None: no quarter is.
    before : iterable of str
        Periods of the release before. They stay as they are, since another division of the
        same years would tell of the few people between the two.

    Raises
    ------
    BadInput
        If a key is missing.
    """
    absent = [key for key in (MONTH, SITE) if key not in table.keys]
    if absent:
        raise BadInput(f"The table has no key {', '.join(absent)}.", "Count by month and site.")
    frame = table.frame[[MONTH, SITE, table.count]].rename(columns={table.count: "n"})
    frame = frame.assign(quarter=frame[MONTH] // _MONTHS)
    spans = [span for name in before if (span := _span(name)) is not None]
    spans += _joined(frame, rules, first=_first_free(frame, spans), open_=_first_open(cutoff))
    names = {quarter: _name(span) for span in spans for quarter in range(span[0], span[1] + 1)}
    named = frame.assign(**{PERIOD: frame["quarter"].map(names).fillna(LATER)})
    counted = named.groupby([PERIOD, SITE])["n"].sum().reset_index()
    order = [*(_name(span) for span in spans), LATER]
    period = pd.Categorical(counted[PERIOD], categories=order)
    return CountTable(counted.assign(**{PERIOD: period}), (PERIOD, SITE))


def _joined(frame: pd.DataFrame, rules: Rules, *, first: int, open_: int) -> list[Span]:
    spans, start = [], first
    for quarter in range(first, open_):
        people = frame[frame["quarter"].between(start, quarter)].groupby(SITE)["n"].sum()
        if _is_enough(people.to_numpy(dtype="int64"), rules):
            spans.append((start, quarter))
            start = quarter + 1
    return spans


def _is_enough(by_site: Ints, rules: Rules) -> bool:
    total, sites = by_site.sum(keepdims=True), (by_site > 0).sum(keepdims=True)
    largest = by_site.max(initial=0, keepdims=True)
    return bool(total[0] >= rules.k and has_enough_sites(total, sites, largest, rules)[0])


def _first_free(frame: pd.DataFrame, spans: Sequence[Span]) -> int:
    if spans:
        return max(last for _, last in spans) + 1
    dated = frame.loc[frame[MONTH] >= 0, "quarter"]
    return int(dated.min()) if len(dated) else 0


def _first_open(cutoff: date | None) -> int:
    """Return the first quarter that has not been over long enough."""
    if cutoff is None:
        return 0
    known = cutoff - timedelta(days=_CLOSED_DAYS)  # the first day after a closed quarter, or later
    after = known + timedelta(days=1)
    return 4 * after.year + (after.month - 1) // _MONTHS


def _name(span: Span) -> str:
    first, last = (f"{quarter // 4} Q{quarter % 4 + 1}" for quarter in span)
    return first if first == last else f"{first} to {last}"


def _span(name: str) -> Span | None:
    found = _NAME.match(name)
    if found is None:
        return None
    year, quarter, last_year, last_quarter = found.groups()
    first = 4 * int(year) + int(quarter) - 1
    return first, first if last_year is None else 4 * int(last_year) + int(last_quarter) - 1
