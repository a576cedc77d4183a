"""What missing fields cost, in sentences."""

import math

from analytics.missing_cost import ComparisonCost, FieldCost, MissingCost
from dashboard.wording import Words, counted, percent, whole

NO_GAP = "Every covariate of every planned comparison is entered in everybody."


def cost_headline(result: MissingCost, _words: Words) -> str:
    """Say which field, entered where, would regain the most patients, and what is lost in all."""
    if not result.lost:
        return NO_GAP
    lost = (
        f"{whole(result.lost)} of {counted(result.n, 'patient')} in planned comparisons "
        f"({percent(result.lost / result.n)} %) have a covariate that is not entered."
    )
    if result.dearest is None:
        return f"{lost} No single field would regain anybody: each of them lacks several."
    comparison, field = result.dearest
    return f"{entering_said(comparison, field)} {lost}"


def entering_said(comparison: ComparisonCost, field: FieldCost) -> str:
    """Say what entering one field at the sites that lack it the most would give."""
    where = sum(n for _, n in field.sites)
    if where == field.only:
        sites = counted(len(field.sites), "site")
        return (
            f"Entering “{field.label}” at {sites} would give {_more(field.only)} {_to(comparison)}."
        )
    return (
        f"Entering “{field.label}” would give {_more(field.only)} {_to(comparison)}, {where} of "
        f"them at {_named(field)}."
    )


def _more(n: int) -> str:
    return counted(n, "more complete patient")


def _to(comparison: ComparisonCost) -> str:
    return f"to “{comparison.name}”"


def _named(field: FieldCost) -> str:
    names = [site for site, _ in field.sites]
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"


def cost_counted(result: MissingCost, _words: Words) -> str:
    """Say who is counted and by what."""
    return (
        f"{counted(result.n, 'patient')} with an index procedure of a planned comparison, "
        f"{counted(result.covariates, 'covariate')} that sites enter. Not entered means empty: a "
        "stated “unknown” is an entry. Complete counts, so no interval. Effective sample sizes by "
        "one score model on all, gaps filled."
    )


def cost_note(result: MissingCost, _words: Words) -> str:
    """Say what is counted nowhere."""
    said = []
    if result.never_entered:
        said.append(f"Entered for nobody and left out: {', '.join(result.never_entered)}.")
    if result.one_armed:
        said.append(f"Nobody in one arm: {'; '.join(result.one_armed)}.")
    return " ".join([*said, "The filters on technique and years do not apply."])


def comparison_counted(result: ComparisonCost, _words: Words) -> str:
    """Say how many of both arms are complete."""
    return (
        f"{result.name}: {whole(result.n[0])} patients with {result.arms[0]} and "
        f"{whole(result.n[1])} with {result.arms[1]}; {whole(sum(result.complete))} of both have "
        f"every covariate entered. Complete counts, so no interval. {ess_said(result)}"
    )


def ess_said(result: ComparisonCost) -> str:
    """Say what is left of the effective sample size, or why it is not known."""
    if result.ess is None or result.ess_complete is None:
        return f"Effective sample size not estimable: {result.why_no_ess}"
    return (
        f"Effective sample size of both arms {whole(round(sum(result.ess)))}, of those complete "
        f"{whole(round(sum(result.ess_complete)))} (overlap weights)."
    )


def comparison_seen(result: ComparisonCost, _words: Words) -> str:
    """Read aloud which fields cost the most."""
    if not result.fields:
        return f"{result.name}: every covariate is entered in everybody."
    worst = "; ".join(
        f"{field.label}: missing in {whole(field.missing)}, alone in {whole(field.only)}"
        for field in result.fields[:3]
    )
    return f"{whole(result.lost)} of {whole(sum(result.n))} patients have a gap. {worst}."


def comparison_note(_result: ComparisonCost, _words: Words) -> str:
    """Say how the two parts of a bar differ."""
    return "Entering a field regains at once those who lack nothing else."


def sites_seen(result: MissingCost, _words: Words) -> str:
    """Read aloud which sites cost the most."""
    worst = [site for site in result.sites[:3] if site.lost]
    if not worst:
        return NO_GAP
    said = "; ".join(f"{site.site}: {whole(site.lost)} of {whole(site.n)}" for site in worst)
    return f"Patients lost to gaps by site, the most first: {said}."


def gain_said(ess: float) -> str:
    """Write a gain in effective sample size to one decimal."""
    if math.isnan(ess):
        return "not estimable"
    written = f"{ess:.1f}"
    if float(written) == 0:
        return "0" if ess == 0 else "< 0.1"
    return written.replace("-", "\N{MINUS SIGN}")
