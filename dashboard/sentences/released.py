"""Released results in sentences for readers who are neither physicians nor statisticians."""

from collections.abc import Mapping

from analytics.disclosure.curves import GroupedCurve
from analytics.disclosure.rules import Shown, Withheld
from dashboard.answers.published import Published, PublishedDomain
from dashboard.tables.released import (
    ALL,
    HEADINGS,
    counts_by,
    curves_of,
    growth_of,
    median_of,
    shown,
    total_of,
)
from dashboard.wording import Words, counted, whole

_TIMES = {24: "two years later", 12: "one year later"}
_TWO_YEARS = 24  # months


def standing_said(told: Published) -> str:
    """Say how large the registry is, from released numbers only."""
    totals = [total_of(domain) for domain in told.domains]
    known = [n for n in totals if not isinstance(n, Withheld)]
    few = len(totals) - len(known)
    rest = f" ({counted(few, 'more domain')} with few patients not counted)" if few else ""
    return (
        f"About {whole(sum(known))} patients in {counted(len(known), 'disease domain')}{rest}, "
        f"from {shown(told.sites)} sites in {shown(told.countries)} countries."
    )


def domains_counted(told: Published, _words: Words) -> str:
    """Say who is counted by disease domain."""
    token = told.domains[0].rules.token
    return (
        "Patients by disease domain; a person with two diseases is counted in both. Counts are "
        f"rounded to {told.domains[0].rules.round_base}; {token} means {token.text}."
    )


def domains_seen(told: Published, _words: Words) -> str:
    """Say the figure of patients by domain."""
    parts = [f"{domain.name} {shown(total_of(domain))}" for domain in told.domains]
    return f"Bars: {'; '.join(parts)} patients."


def people_counted(domain: PublishedDomain, _words: Words) -> str:
    """Say who is counted in one domain."""
    base, token = domain.rules.round_base, domain.rules.token
    return (
        f"{shown(total_of(domain))} patients from {shown(domain.released.sites)} sites in "
        f"{shown(domain.released.countries)} countries. Each count is rounded to {base} on its "
        f"own, so sums may differ; {token} means {token.text}."
    )


def people_seen(domain: PublishedDomain, _words: Words) -> str:
    """Say the figure of groups in one sentence."""
    parts = [f"{HEADINGS[key]}: {_listed(domain, counts_by(domain, key))}" for key in HEADINGS]
    return f"Bars of patients. {'. '.join(parts)}."


def growth_counted(domain: PublishedDomain, _words: Words) -> str:
    """Say what a bar of the growth counts."""
    least = domain.rules.k
    return (
        f"Patients by quarter of enrolment; quarters with fewer than {least} are joined with the "
        "next. A quarter is released 60 days after its end."
    )


def growth_seen(domain: PublishedDomain, _words: Words) -> str:
    """Say the figure of growth in one sentence."""
    rows = growth_of(domain) or {}
    return f"Bars of patients enrolled: {_listed(domain, rows)}."


def curves_counted(domain: PublishedDomain, _words: Words) -> str:
    """Say whom the released curves count and by which method."""
    rules = domain.rules
    as_of = domain.released.survival_as_of.split("/")[0]
    return (
        f"{domain.endpoint} by the product-limit method, counted from the index procedure, "
        f"shown at most every {rules.km_grid_months} months and only where at least "
        f"{rules.km_step_events} deaths lie between two points (grouped curve); bands are 95 % "
        f"confidence intervals. Estimated for the data cut-off {as_of}."
    )


def curves_note(domain: PublishedDomain, _words: Words) -> str:
    """Say what to mind with curves of several techniques."""
    comparison = domain.released.survival
    note = (
        "The groups are not alike: people are chosen for a technique, so the curves do not tell "
        "which one is better."
    )
    if comparison is None or comparison.shows == "overall":
        return "Too few deaths for curves by technique: all techniques together are shown."
    withheld = [
        domain.label(code) for code, curve in comparison.groups.items() if _is_hidden(curve)
    ]
    if not withheld:
        return note
    return f"{note} Withheld, for few people or deaths: {', '.join(withheld)}."


def curves_seen(domain: PublishedDomain, _words: Words) -> str:
    """Say the released curves in one sentence."""
    parts = [f"{name}: median {median_of(curve)} months" for name, curve in curves_of(domain)]
    return f"Curves of {domain.endpoint.lower()}. {'; '.join(parts)}."


def of_100_people(domain: PublishedDomain) -> list[str]:
    """Say for each technique how many of 100 people were alive at the last point by two years."""
    return [_of_100(name, curve) for name, curve in curves_of(domain)]


def completeness_counted(domain: PublishedDomain, _words: Words) -> str:
    """Say which fields are counted, and among whom."""
    token = domain.rules.token
    return (
        f"Core fields that apply to all {shown(total_of(domain))} patients; entered counts those "
        "stated as unknown. Fields that apply to some patients only are not released. "
        f"{token} means {token.text}."
    )


def representation_counted(domain: PublishedDomain, _words: Words) -> str:
    """Say what the shares are held against."""
    if domain.cases is None:
        return (
            f"{shown(total_of(domain))} patients. No table of new cases is known for this disease."
        )
    return (
        f"{shown(total_of(domain))} patients against new cases of {domain.about_cases}. Shares "
        "follow from the rounded counts; 95 % limits hold for every count that rounds to them."
    )


def nothing_to_mind(_domain: PublishedDomain | Published, _words: Words) -> str:
    """Say nothing."""
    return ""


def _of_100(name: str, curve: GroupedCurve) -> str:
    # At a released point: between two of them a range would be wide and say little.
    months = [int(month) for month in curve.month if month]
    place = max((i for i, month in enumerate(months, 1) if month <= _TWO_YEARS), default=1)
    month = months[place - 1]
    when = _TIMES.get(month, f"{month} months later")
    treated = "" if name == ALL else f" with {name}"
    limits = f"{int(curve.lower[place])} to {int(curve.upper[place])}"
    return (
        f"Of 100 people treated{treated}, about {int(curve.percent[place])} "
        f"({limits}) were alive {when}."
    )


def _is_hidden(curve: GroupedCurve | Withheld) -> bool:
    return isinstance(curve, Withheld)


def _listed(domain: PublishedDomain, counts: Mapping[str, Shown]) -> str:
    return ", ".join(f"{domain.label(level)} {shown(count)}" for level, count in counts.items())
