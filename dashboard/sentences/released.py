"""Released results in sentences for readers who are neither physicians nor statisticians."""

import re
from collections.abc import Mapping
from datetime import date

from analytics.disclosure.curves import GroupedCurve
from analytics.disclosure.rules import Rules, Shown, Withheld
from dashboard.answers.published import Published, PublishedDomain
from dashboard.tables.released import (
    ALL,
    HEADINGS,
    REGION,
    counts_by,
    curves_of,
    growth_of,
    lines_of,
    shown,
    total_of,
)
from dashboard.texts.tongues import Tongue
from dashboard.wording import Words

_CASES = re.compile(r"(.+) in (\d{4}) \((.+)\)")  # as a release holds them
_TIMES = {24: "outcome.two_years", 12: "outcome.one_year"}
_TWO_YEARS = 24  # months


def standing_said(told: Published) -> str:
    """Say how large the registry is, from released numbers only."""
    speaks, known = told.tongue, _counted_domains(told)
    totals = [n for domain in known if isinstance(n := total_of(domain), int)]
    return speaks.say(
        "page.standing",
        patients=speaks.number(sum(totals)),
        domains=len(known),
        sites=shown(told.sites, speaks),
        countries=shown(told.countries, speaks),
    ) + speaks.say("write.stop")


def regions_said(told: Published) -> str:
    """Say in which regions the registry has patients."""
    regions = dict.fromkeys(
        domain.label(code)
        for domain in told.domains
        for code, count in counts_by(domain, REGION).items()
        if count != 0
    )
    said = told.tongue.say("page.regions", regions=told.tongue.listed(list(regions)))
    return said + told.tongue.say("write.stop")


def few_said(told: Published) -> str:
    """Say which disease domains are too small to be counted; empty where none is."""
    known = _counted_domains(told)
    few = [domain.name for domain in told.domains if domain not in known]
    if not few:
        return ""
    said = told.tongue.say("page.few", domains=told.tongue.listed(few))
    return said + told.tongue.say("write.stop")


def release_said(told: Published) -> str:
    """Say which release this is, and until when its data reach."""
    release, speaks = told.release, told.tongue
    which = {"release": release.release_id, "source": release.source}
    if release.cutoff is None:
        return speaks.say("page.release_undated", **which)
    return speaks.say("page.release", cutoff=speaks.day(release.cutoff), **which)


def domains_counted(told: Published, _words: Words) -> str:
    """Say who is counted by disease domain."""
    return told.tongue.say("counted.domains", **_rounding(told.domains[0].rules))


def domains_seen(told: Published, _words: Words) -> str:
    """Say the figure of patients by domain."""
    speaks = told.tongue
    parts = [f"{domain.name} {shown(total_of(domain), speaks)}" for domain in told.domains]
    return speaks.say("seen.domains", parts=speaks.listed(parts))


def people_counted(domain: PublishedDomain, _words: Words) -> str:
    """Say who is counted in one domain."""
    speaks = domain.tongue
    return speaks.say(
        "counted.people",
        patients=shown(total_of(domain), speaks),
        sites=shown(domain.released.sites, speaks),
        countries=shown(domain.released.countries, speaks),
        **_rounding(domain.rules),
    )


def people_seen(domain: PublishedDomain, _words: Words) -> str:
    """Say the figure of groups in one sentence."""
    speaks = domain.tongue
    parts = [
        speaks.say(
            "seen.part",
            heading=speaks.say(f"columns.{key}"),
            groups=_listed(domain, counts_by(domain, key)),
        )
        for key in HEADINGS
    ]
    return speaks.say("seen.people", parts="; ".join(parts))


def growth_counted(domain: PublishedDomain, _words: Words) -> str:
    """Say what a bar of the growth counts."""
    return domain.tongue.say("counted.growth", least=domain.rules.k)


def growth_seen(domain: PublishedDomain, _words: Words) -> str:
    """Say the figure of growth in one sentence."""
    speaks = domain.tongue
    rows = (growth_of(domain) or {}).items()
    parts = [f"{speaks.period(name)}: {shown(n, speaks)}" for name, n in rows]
    return speaks.say("seen.growth", parts=speaks.listed(parts))


def plainly_said(domain: PublishedDomain) -> str:
    """Say in plain words what a disease domain is; its name alone where there are none."""
    plain = domain.tongue.word(domain.code, "plain")
    if plain == domain.code:
        return domain.name
    return domain.tongue.say("page.plain_domain", name=domain.name, plain=plain)


def no_curve_said(domain: PublishedDomain) -> str:
    """Say why there is no curve, and what one would need."""
    rules = domain.rules
    return domain.tongue.say(
        "counted.no_curve",
        people=rules.km_min_n,
        deaths=rules.km_min_events,
        sites=rules.min_sites,
    )


def curves_counted(domain: PublishedDomain, _words: Words) -> str:
    """Say whom the released curves count and by which method."""
    rules = domain.rules
    as_of = domain.released.survival_as_of.split("/")[0]
    return domain.tongue.say(
        "counted.curves",
        endpoint=domain.label(domain.endpoint),
        step=rules.km_grid_months,
        deaths=rules.km_step_events,
        cutoff=_day(domain, as_of),
    )


def curves_note(domain: PublishedDomain, _words: Words) -> str:
    """Say what to mind with curves of several techniques."""
    comparison, speaks = domain.released.survival, domain.tongue
    if comparison is None or comparison.shows == "overall":
        return speaks.say("counted.together")
    withheld = [
        domain.label(code) for code, curve in comparison.groups.items() if _is_hidden(curve)
    ]
    few = speaks.say("counted.hidden", names="; ".join(withheld)) if withheld else ""
    return speaks.joined([speaks.say("counted.not_alike"), few])


def curves_seen(domain: PublishedDomain, _words: Words) -> str:
    """Say the released curves in one sentence."""
    speaks = domain.tongue
    parts = [curve_seen(domain, name, curve) for name, curve in curves_of(domain)]
    endpoint = domain.label(domain.endpoint)
    return speaks.say("seen.curves", endpoint=endpoint, parts="; ".join(parts))


def curve_seen(domain: PublishedDomain, name: str, curve: GroupedCurve) -> str:
    """Say where one released curve ends."""
    return domain.tongue.say(
        "seen.curve", name=name, percent=int(curve.percent[-1]), months=int(curve.month[-1])
    )


def of_100_people(domain: PublishedDomain) -> list[str]:
    """Say for each technique how many of 100 people were alive at the last point by two years."""
    return [of_100(domain, code, curve) for code, _, _, curve in lines_of(domain)]


def of_100(domain: PublishedDomain, code: str, curve: GroupedCurve) -> str:
    """Say how many of 100 people with one technique were alive at its last point by two years."""
    # At a released point: between two of them a range would be wide and say little.
    months = [int(month) for month in curve.month if month]
    place = max((i for i, month in enumerate(months, 1) if month <= _TWO_YEARS), default=1)
    speaks, month = domain.tongue, months[place - 1]
    when = _TIMES.get(month)
    return speaks.say(
        "outcome.of_100_all" if code == ALL else "outcome.of_100",
        name=domain.label(code),
        percent=int(curve.percent[place]),
        lower=int(curve.lower[place]),
        upper=int(curve.upper[place]),
        when=speaks.say("outcome.months_later", months=month) if when is None else speaks.say(when),
    )


def completeness_counted(domain: PublishedDomain, _words: Words) -> str:
    """Say which fields are counted, and among whom."""
    rules, speaks = domain.rules, domain.tongue
    patients = shown(total_of(domain), speaks)
    return speaks.say("advisory.completeness", patients=patients, mark=rules.token, least=rules.k)


def representation_counted(domain: PublishedDomain, _words: Words) -> str:
    """Say what the shares are held against."""
    speaks, patients = domain.tongue, shown(total_of(domain), domain.tongue)
    if domain.cases is None:
        return speaks.say("advisory.representation_alone", patients=patients)
    cases = _cases_said(domain.about_cases, speaks)
    return speaks.say("advisory.representation", patients=patients, cases=cases)


def _cases_said(about: str, speaks: Tongue) -> str:
    """Say of which disease, year and table the new cases are; an unknown form as released."""
    found = _CASES.fullmatch(about)
    if found is None:
        return about
    cancer, year, source = found.groups()
    return speaks.say(
        "advisory.cases",
        cancer=speaks.word(cancer, "burden"),
        year=year,
        source=speaks.word(source, "burden"),
    )


def nothing_to_mind(_domain: PublishedDomain | Published, _words: Words) -> str:
    """Say nothing."""
    return ""


def _counted_domains(told: Published) -> list[PublishedDomain]:
    return [one for one in told.domains if not isinstance(total_of(one), Withheld)]


def _rounding(rules: Rules) -> dict[str, object]:
    return {"base": rules.round_base, "mark": rules.token, "least": rules.k}


def _day(domain: PublishedDomain, as_of: str) -> str:
    try:
        return domain.tongue.day(date.fromisoformat(as_of))
    except ValueError:  # the name of a release whose source supplies no calendar
        return as_of


def _is_hidden(curve: GroupedCurve | Withheld) -> bool:
    return isinstance(curve, Withheld)


def _listed(domain: PublishedDomain, counts: Mapping[str, Shown]) -> str:
    speaks = domain.tongue
    return speaks.listed([f"{domain.label(c)} {shown(n, speaks)}" for c, n in counts.items()])
