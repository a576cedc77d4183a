"""What may be published of the reader's own filters, in sentences."""

from analytics.disclosure.arms import GroupedComparison
from analytics.disclosure.curves import GroupedCurve
from analytics.disclosure.medians import ReleasedMedians
from analytics.disclosure.rules import TOTAL, Rules, Withheld
from analytics.disclosure.tables import ProtectedTable
from dashboard.answers.for_publication import PublishableIncidence
from dashboard.wording import Words


def survival_protected(result: GroupedComparison, _words: Words) -> str:
    """Say by which rules the survival curves were protected."""
    return f"Kaplan-Meier estimates, {_by_the_rules(result.rules)}"


def incidence_protected(result: PublishableIncidence, _words: Words) -> str:
    """Say by which rules the cumulative incidences were protected."""
    return f"Aalen-Johansen estimates, {_by_the_rules(result.rules)}"


def survival_published_seen(result: GroupedComparison, words: Words) -> str:
    """Say what is shown and what is withheld."""
    if result.shows == "overall":
        return "No technique may be shown by itself; all of them stand as one."
    hidden = [words.label(c) for c, one in result.groups.items() if isinstance(one, Withheld)]
    return _seen(len(result.groups), hidden)


def incidence_published_seen(result: PublishableIncidence, words: Words) -> str:
    """Say what is shown and what is withheld."""
    hidden = [
        words.label(code)
        for code, group in result.groups.items()
        if not any(isinstance(curve, GroupedCurve) for curve in group.by_cause.values())
    ]
    return _seen(len(result.groups), hidden)


def countries_protected(result: ProtectedTable, _words: Words) -> str:
    """Say by which rules the countries were merged and their counts protected."""
    rules = result.rules
    return (
        f"Enrolled diagnoses of the whole domain, whatever is chosen. A country of fewer than "
        f"{rules.k} people or {rules.min_sites} sites, or with one site above "
        f"{rules.max_site_share:.0%}, is merged with others of its region. Counts are rounded to "
        f"{rules.round_base}; {rules.token} means {rules.token.text}."
    )


def countries_seen(result: ProtectedTable, _words: Words) -> str:
    """Say how many places may be told apart."""
    places = set(result.frame[result.keys[1]]) - {TOTAL}
    return f"{len(places)} countries or groups of countries may be published."


def medians_protected(result: ReleasedMedians, _words: Words) -> str:
    """Say by which rules the medians were protected."""
    rules = result.rules
    return (
        f"Medians of at least {rules.min_n_numeric} patients, quartiles with at least {rules.k} "
        f"beyond them; counts rounded to {rules.round_base}. All together are shown where no group "
        f"is withheld. {rules.token} means {rules.token.text}. Shares of codes have no rule for "
        "publication yet."
    )


def medians_seen(result: ReleasedMedians, _words: Words) -> str:
    """Say how many medians are shown."""
    shown = sum(not isinstance(row.quartiles[1], Withheld) for row in result.rows)
    return f"{shown} of {len(result.rows)} medians may be published."


def published_note(_result: object, _words: Words) -> str:
    """Say what a protected table cannot guard against."""
    return (
        "Two files of filters that differ by a few patients could tell these few: publish one set "
        "of filters. The audit log lists every file."
    )


def _seen(n: int, hidden: list[str]) -> str:
    shown = f"{n - len(hidden)} of {n} techniques may be published."
    return shown if not hidden else f"{shown} Withheld: {', '.join(hidden)}."


def _by_the_rules(rules: Rules) -> str:
    return (
        f"on a grid of {rules.km_grid_months} months with at least {rules.km_step_events} events "
        f"between two points; whole percents, limits rounded outwards, counts rounded to "
        f"{rules.round_base}. {rules.token} means {rules.token.text}: a curve needs "
        f"{rules.km_min_n} patients and {rules.km_min_events} events from {rules.min_sites} sites."
    )
