"""Released results as tables: what is withheld carries its mark in every cell and file."""

from collections.abc import Iterable

import pandas as pd

from analytics.disclosure.arms import GroupedComparison
from analytics.disclosure.curves import (
    GroupedCurve,
    ReleasedShare,
    released_at,
    released_limits,
    released_time,
)
from analytics.disclosure.periods import PERIOD
from analytics.disclosure.rules import TOTAL, Shown, Withheld
from analytics.disclosure.standing import RegionStanding, region_standings, released_share
from analytics.disclosure.tables import ProtectedTable
from dashboard.answers.published import Published, PublishedDomain
from dashboard.texts.tongues import Tongue
from dashboard.wording import Words, whole

REGION, TECHNIQUE, SEX, AGE = "region", "technique", "sex", "age"
HEADINGS = {REGION: "Region", TECHNIQUE: "Technique", SEX: "Sex", AGE: "Age at enrolment (years)"}
PATIENTS = "Patients (n)"
LANDMARKS = (12, 24)  # months
ALL = "All techniques"  # of a domain whose techniques are too small for curves of their own


def shown(value: Shown, speaks: Tongue | None = None) -> str:
    """Write a released count, or the mark of what is withheld."""
    if isinstance(value, Withheld):
        return str(value)
    return whole(value) if speaks is None else speaks.number(value)


def total_of(domain: PublishedDomain) -> Shown:
    """Return the released number of patients of a domain."""
    return domain.released.tables[0].cell()


def counts_by(domain: PublishedDomain, key: str) -> dict[str, Shown]:
    """Return the released number of patients by level of one key, in order of display."""
    table = table_with(domain, key)
    levels = dict.fromkeys(str(level) for level in table.frame[key] if level != TOTAL)
    return {level: table.cell(**{key: level}) for level in levels}


def table_with(domain: PublishedDomain, *keys: str) -> ProtectedTable:
    """Return the first released table that has all of some keys."""
    tables = (*domain.released.tables, *domain.released.apart.values())
    return next(table for table in tables if set(keys) <= set(table.keys))


def growth_of(domain: PublishedDomain) -> dict[str, Shown] | None:
    """Return the released number of patients by period; None where growth is withheld."""
    table = domain.released.apart.get(PERIOD)
    if table is None:
        return None
    levels = [str(level) for level in table.frame[PERIOD] if level != TOTAL]
    return {level: table.cell(**{PERIOD: level}) for level in levels}


def domains_table(told: Published, _words: Words) -> pd.DataFrame:
    """Write one row per disease domain: patients, sites, countries."""
    speaks = told.tongue
    return pd.DataFrame(
        [
            {
                speaks.say("columns.domain"): domain.name,
                speaks.say("columns.patients"): shown(total_of(domain), speaks),
                speaks.say("columns.sites"): shown(domain.released.sites, speaks),
                speaks.say("columns.countries"): shown(domain.released.countries, speaks),
            }
            for domain in told.domains
        ]
    )


def people_table(domain: PublishedDomain, _words: Words) -> pd.DataFrame:
    """Write one row per region, technique, sex and age band."""
    speaks = domain.tongue
    return pd.DataFrame(
        [
            {
                speaks.say("columns.of"): speaks.say(f"columns.{key}"),
                speaks.say("columns.group"): domain.label(level),
                speaks.say("columns.patients"): shown(count, speaks),
            }
            for key in HEADINGS
            for level, count in counts_by(domain, key).items()
        ]
    )


def growth_table(domain: PublishedDomain, _words: Words) -> pd.DataFrame:
    """Write one row per period of enrolment."""
    rows, speaks = growth_of(domain) or {}, domain.tongue
    return pd.DataFrame(
        {
            speaks.say("columns.enrolled_in"): [speaks.period(name) for name in rows],
            speaks.say("columns.patients"): [shown(n, speaks) for n in rows.values()],
        }
    )


def curve_points(domain: PublishedDomain, _words: Words) -> pd.DataFrame:
    """Write every released point of every curve, with its limits."""
    headings = ("group", "months", "alive", "lower", "upper")
    names = [domain.tongue.say(f"columns.{heading}") for heading in headings]
    rows = [
        (name, *map(int, point))
        for name, curve in curves_of(domain)
        for point in zip(curve.month, curve.percent, curve.lower, curve.upper, strict=True)
    ]
    return pd.DataFrame(rows, columns=names)


def curve_summary(domain: PublishedDomain, _words: Words) -> pd.DataFrame:
    """Write one row per technique: patients, deaths, median and survival at one and two years."""
    comparison, speaks = domain.released.survival, domain.tongue
    name, patients = speaks.say("columns.technique"), speaks.say("columns.patients")
    if comparison is None:
        return pd.DataFrame({name: [], patients: []})
    people = {**counts_by(domain, TECHNIQUE), ALL: total_of(domain)}
    curves = dict(comparison.groups)
    if comparison.shows == "overall":
        curves[ALL] = comparison.overall
    return pd.DataFrame(
        [
            {
                name: domain.label(code),
                patients: shown(people[code], speaks),
                **_read(curve, speaks),
            }
            for code, curve in curves.items()
            if code in people
        ]
    )


def curves_of(domain: PublishedDomain) -> list[tuple[str, GroupedCurve]]:
    """Return the released curves with their names, in order of the techniques."""
    return [(name, curve) for _, name, _, curve in lines_of(domain)]


def lines_of(domain: PublishedDomain) -> list[tuple[str, str, Shown, GroupedCurve]]:
    """Return code, name, patients and curve of every released curve."""
    comparison = domain.released.survival
    if comparison is None:
        return []
    treated = {ALL: total_of(domain), **counts_by(domain, TECHNIQUE)}
    return [
        (code, domain.label(code), treated.get(code, domain.rules.token), curve)
        for code, curve in _in_order(comparison)
        if isinstance(curve, GroupedCurve)
    ]


def cross_table(domain: PublishedDomain, down: str, across: str) -> pd.DataFrame:
    """Write a released table of two keys, with its totals."""
    table = table_with(domain, down, across)
    columns = _levels(table, across)
    return pd.DataFrame(
        [
            {
                domain.tongue.say(f"columns.{down}"): domain.label(row),
                **{
                    domain.label(c): shown(table.cell(**{down: row, across: c}), domain.tongue)
                    for c in columns
                },
            }
            for row in _levels(table, down)
        ]
    )


def completeness_table(domain: PublishedDomain, _words: Words) -> pd.DataFrame:
    """Write one row per core field that applies to everybody, the least complete first."""
    speaks = domain.tongue
    heads = [
        speaks.say(f"columns.{head}")
        for head in ("field", "entered", "patients", "entered_percent")
    ]
    rows = [
        (
            speaks.word(name, "fields", otherwise=label),
            shown(table.cell(value="Entered"), speaks),
            shown(table.cell(), speaks),
            _percent(table, domain),
        )
        for name, label in domain.fields.items()
        if "Entered" in set((table := domain.released.apart[name]).frame["value"])
    ]
    frame = pd.DataFrame(rows, columns=heads)
    order = pd.to_numeric(frame[heads[-1]], errors="coerce").sort_values(kind="stable").index
    return frame.loc[order]


def representation_table(domain: PublishedDomain, _words: Words) -> pd.DataFrame:
    """Write one row per region: its share of those enrolled beside its share of new cases."""
    standings = region_standings(
        counts_by(domain, REGION), total_of(domain), domain.cases, domain.rules
    )
    speaks = domain.tongue
    return pd.DataFrame([_standing(one, domain.label(one.region), speaks) for one in standings])


def _standing(one: RegionStanding, region: str, speaks: Tongue) -> dict[str, str]:
    share = one.share
    said = (
        speaks.say("mark.withheld")
        if isinstance(share, Withheld)
        else f"{share.percent} ({_range(share.lower, share.upper, speaks)})"
    )
    cases = speaks.say("mark.not_supplied") if one.burden is None else f"{100 * one.burden:.0f}"
    values = {
        "region": region,
        "patients": shown(one.enrolled, speaks),
        "share": said,
        "cases": cases,
        "ratio": _ratio(one.ratio, speaks),
    }
    return {speaks.say(f"columns.{head}"): value for head, value in values.items()}


def _ratio(ratio: float | Withheld | None, speaks: Tongue) -> str:
    if ratio is None:
        return speaks.say("mark.not_supplied")
    return speaks.say("mark.withheld") if isinstance(ratio, Withheld) else f"{ratio:g}"


def between(share: ReleasedShare, speaks: Tongue) -> str:
    """Write between which whole percents a released curve lies."""
    if share.lowest is None or share.highest is None:
        return speaks.say("mark.beyond")
    if share.lowest == share.highest:
        return str(share.lowest)
    return _range(share.lowest, share.highest, speaks)


def median_of(curve: GroupedCurve, speaks: Tongue) -> str:
    """Write between which months half had died, as the released curve tells."""
    time = released_time(curve)
    if time.by is None:
        return speaks.say("mark.not_reached", months=time.after)
    return speaks.say("mark.between", after=time.after, by=time.by)


def _range(lowest: int, highest: int, speaks: Tongue) -> str:
    return speaks.say("mark.range", lowest=lowest, highest=highest)


def _in_order(comparison: GroupedComparison) -> Iterable[tuple[str, GroupedCurve | Withheld]]:
    if comparison.shows == "overall":
        return [(ALL, comparison.overall)]
    return comparison.groups.items()


def _read(curve: GroupedCurve | Withheld, speaks: Tongue) -> dict[str, str]:
    names = [speaks.say("columns.deaths"), speaks.say("columns.median")]
    names += [speaks.say("columns.alive_at", months=month) for month in LANDMARKS]
    if isinstance(curve, Withheld):
        return dict.fromkeys(names, speaks.say("mark.withheld"))
    values = [_with_limits(curve, month, speaks) for month in LANDMARKS]
    told = [shown(curve.n_events, speaks), median_of(curve, speaks), *values]
    return dict(zip(names, told, strict=True))


def _with_limits(curve: GroupedCurve, month: int, speaks: Tongue) -> str:
    limits = released_limits(curve, month)
    said = between(released_at(curve, month), speaks)
    return said if limits is None else f"{said} ({_range(*limits, speaks)})"


def _levels(table: ProtectedTable, key: str) -> list[str]:
    return list(dict.fromkeys(str(level) for level in table.frame[key]))


def _percent(table: ProtectedTable, domain: PublishedDomain) -> str:
    share = released_share(table.cell(value="Entered"), table.cell(), domain.rules)
    return domain.tongue.say("mark.withheld") if isinstance(share, Withheld) else str(share.percent)
