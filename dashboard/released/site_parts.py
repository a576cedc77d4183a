"""Parts of the static pages: bars and curves whose geometry is made of released numbers alone."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

import pandas as pd
from markupsafe import Markup, escape

from analytics.disclosure.curves import GroupedCurve
from analytics.disclosure.display import released_order
from analytics.disclosure.rules import Shown
from analytics.inputs import Ints
from dashboard.answers.published import Published, PublishedDomain
from dashboard.sentences.released import curve_seen, of_100
from dashboard.tables.released import HEADINGS, counts_by, growth_of, lines_of, shown, total_of
from dashboard.texts.tongues import Tongue

_BOLD = re.compile(r"\*\*(.+?)\*\*")
_YEAR = 12  # months


@dataclass(frozen=True)
class Bar:
    """One row: a name, a bar as long as its number, and the number or the mark in its place."""

    name: str
    count: int  # length; nothing is drawn of what is withheld
    said: str
    plain: str = ""
    link: str = ""
    more: tuple[str, ...] = ()  # further cells


@dataclass(frozen=True)
class Bars:
    """Rows on one scale."""

    heading: str
    rows: tuple[Bar, ...]

    @property
    def longest(self) -> int:
        """The end of the scale."""
        return max((bar.count for bar in self.rows), default=0) or 1


@dataclass(frozen=True)
class Card:
    """One curve with its sentence."""

    name: str
    people: str
    sentence: str
    seen: str
    end: int  # months; the same for all cards of a page
    line: str  # points as "month,percent"
    band: str
    at_risk: tuple[tuple[int, str], ...]  # month, people; empty words after the curve's end


@dataclass(frozen=True)
class Table:
    """Headings and cells."""

    headings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def domain_bars(told: Published, address: Callable[[PublishedDomain], str]) -> Bars:
    """Return one bar per disease domain, the largest first, with sites and countries."""
    totals = {domain.code: total_of(domain) for domain in told.domains}
    rows = [_domain_bar(told.domain(code), address) for code in released_order(totals)]
    return Bars(told.tongue.say("columns.domain"), tuple(rows))


def people_bars(domain: PublishedDomain) -> list[Bars]:
    """Return the bars of regions, techniques, sex and age."""
    return [
        Bars(
            domain.tongue.say(f"columns.{key}"),
            _bars(
                {domain.label(level): n for level, n in counts_by(domain, key).items()},
                domain.tongue,
            ),
        )
        for key in HEADINGS
    ]


def growth_bars(domain: PublishedDomain) -> Bars | None:
    """Return the bars of the quarters; None where growth is withheld."""
    rows, speaks = growth_of(domain), domain.tongue
    if rows is None:
        return None
    counts = {speaks.period(period): count for period, count in rows.items()}
    return Bars(speaks.say("columns.enrolled_in"), _bars(counts, speaks))


def cards(domain: PublishedDomain) -> list[Card]:
    """Return one card per released curve, all over the same months."""
    drawn = lines_of(domain)
    last = max((int(curve.month[-1]) for *_, curve in drawn), default=0)
    end = -(-last // _YEAR) * _YEAR
    return [_card(domain, line, end) for line in drawn]


def plain_table(frame: pd.DataFrame) -> Table:
    """Return a table as words."""
    rows = frame.astype(str).itertuples(index=False, name=None)
    return Table(tuple(map(str, frame.columns)), tuple(rows))


def lines(speaks: Tongue, key: str) -> list[Markup]:
    """Return the paragraphs of a list, with what is bold in them."""
    return [Markup(_BOLD.sub(r"<b>\1</b>", str(escape(line)))) for line in speaks.lines(key)]  # noqa: S704  # escaped just before


def _domain_bar(domain: PublishedDomain, address: Callable[[PublishedDomain], str]) -> Bar:
    total, speaks = total_of(domain), domain.tongue
    plain = speaks.word(domain.code, "plain", otherwise=" ").strip()
    places = (domain.released.sites, domain.released.countries)
    return Bar(
        name=domain.name,
        count=_length(total),
        said=shown(total, speaks),
        plain=plain,
        link=address(domain),
        more=tuple(shown(place, speaks) for place in places),
    )


def _bars(counts: Mapping[str, Shown], speaks: Tongue) -> tuple[Bar, ...]:
    return tuple(Bar(name, _length(n), shown(n, speaks)) for name, n in counts.items())


def _length(count: Shown) -> int:
    return count if isinstance(count, int) else 0


def _card(domain: PublishedDomain, line: tuple[str, str, Shown, GroupedCurve], end: int) -> Card:
    code, name, people, curve = line
    speaks = domain.tongue
    edge = [*_points(curve.month, curve.upper), *reversed(_points(curve.month, curve.lower))]
    risk = dict(zip(map(int, curve.risk_month), curve.at_risk, strict=True))
    told = {
        month: (_at_risk(risk[month], speaks) if month in risk else "")
        for month in range(0, end + 1, _YEAR)
    }
    return Card(
        name=name,
        people=speaks.say("axes.group", patients=shown(people, speaks)),
        sentence=of_100(domain, code, curve),
        seen=curve_seen(domain, name, curve),
        end=end,
        line=" ".join(_points(curve.month, curve.percent)),
        band=" ".join(edge),
        at_risk=tuple(told.items()),
    )


def _at_risk(count: Shown, speaks: Tongue) -> str:
    return shown(count, speaks) if isinstance(count, int) else speaks.say("mark.withheld")


def _points(months: Ints, values: Ints) -> list[str]:
    return [f"{month},{value}" for month, value in zip(months, values, strict=True)]
