"""What would have to be true for the answer to change."""

from dashboard.charts.comparison_robustness import MOST_SITES, moved
from dashboard.comparison_values import Robustness
from dashboard.wording import Words, p_value, whole


def counted(found: Robustness, _words: Words) -> str:
    """Say what was done over again."""
    n = f" n = {whole(found.specified[0].n)} in the protocol." if found.specified else ""
    return (
        "Design and comparison were made again for each row, the scores fitted anew; 95 % limits "
        f"as in the result.{n} Rows show steadiness and are not to be chosen among."
        + "".join(f" OPENED ALTHOUGH THE DESIGN FAILED. Reason: {r}" for r in found.reasons)
    )


def specifications_seen(found: Robustness, _words: Words) -> str:
    """Say how far the specifications spread."""
    known = [one.effect for one in found.specified if not one.refusal]
    if not known:
        return "No specification has been worked out yet."
    low, high = min(e.estimate for e in known), max(e.estimate for e in known)
    excluded = sum(not e.lower <= 1 <= e.upper for e in known)
    refused = len(found.specified) - len(known)
    more = f" {refused} could not be estimated." if refused else ""
    return (
        f"Over {len(known)} specifications the hazard ratio runs from {low:.2f} to {high:.2f}; "
        f"{excluded} of them exclude no difference.{more}"
    )


def places_seen(found: Robustness, _words: Words) -> str:
    """Name the place that moves the result most."""
    known = [one for one in (*found.regions, *found.sites) if not one.refusal]
    if not known:
        return "No place has been left out yet."
    most = max(known, key=lambda one: moved(one, found))
    return (
        f"Without {most.place} the hazard ratio moves most, from {found.e_value.estimate:.2f} to "
        f"{most.effect.estimate:.2f}."
    )


def places_note(found: Robustness, _words: Words) -> str:
    """Say which sites are drawn."""
    if len(found.sites) <= MOST_SITES:
        return ""
    return (
        f"Of {len(found.sites)} sites the figure shows the {MOST_SITES} that move the result most."
    )


def subgroups_seen(found: Robustness, _words: Words) -> str:
    """Say whether effects differ between subgroups."""
    if found.subgroups is None:
        return f"No subgroups: {found.why_no_subgroups}"
    tests = found.subgroups.interactions
    known = tests[tests["why"] == ""]
    if known.empty:
        return "No interaction could be tested."
    least = known.iloc[int(known["p"].to_numpy(dtype=float).argmin())]
    return (
        f"Of {len(known)} tests of interaction the smallest is {p_value(float(least['p']))} "
        f"({least['variable']}), not corrected for their number."
    )


def subgroups_note(_found: Robustness, _words: Words) -> str:
    """Say how subgroups were made."""
    return "Weights are those of all patients; balance within a subgroup is not assured."


def would_have_to_be_true(found: Robustness) -> str:
    """Say in one sentence what would change the answer."""
    value = found.e_value
    ratio = f"{value.estimate:.2f}"
    limit = (
        "the interval holds 1 as it is"
        if value.of_limit <= 1
        else f"{value.of_limit:.2f} would let the interval reach 1"
    )
    how = "as a risk ratio" if value.rare else "turned into a risk ratio"
    return (
        f"To move the hazard ratio of {ratio} to 1, a reason that nobody entered would have to "
        f"raise or lower both the chance of the technique and the risk of the event "
        f"{value.of_estimate:.2f}-fold beyond all that is adjusted for (E-value, {how}); {limit}."
    )
