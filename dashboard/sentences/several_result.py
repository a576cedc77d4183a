"""The result of a comparison of several arms in sentences."""

from analytics.stacked_variance import Effect
from dashboard.comparison_values import SeveralResult
from dashboard.tables.several_result import estimate_text, pair_name
from dashboard.wording import Words, counted, p_value, whole

_LEVEL = 0.05
_TOGETHER = (
    "All pairs are weighted to one population, so that means and risks of pairs add up; hazard "
    "ratios need not."
)


def several_found(result: SeveralResult, _words: Words) -> str:
    """Say every pair's hazard ratio in one sentence, and which tests hold over all pairs."""
    pairs = result.compared.pairs
    said = "; ".join(
        f"{pair_name(pair)} {estimate_text(pair.hazard_ratio)}"
        + (f", {p_value(pair.hazard_p)} by Holm" if _known(pair.hazard_ratio) else "")
        for pair in pairs
    )
    held = [pair_name(pair) for pair in pairs if pair.hazard_p < _LEVEL]
    of = counted(len(pairs), "pair")
    if not held:
        return f"Adjusted hazard ratios: {said}. No difference holds over all {of}."
    return f"Adjusted hazard ratios: {said}. Over all {of} these hold: {'; '.join(held)}."


def _known(effect: Effect) -> bool:
    return bool(effect.estimate == effect.estimate)  # not nan


def several_result_counted(result: SeveralResult, _words: Words) -> str:
    """Say who is counted and how limits were made."""
    found = result.compared
    people = ", ".join(
        f"{arm.arm} n = {whole(int(n))}, {whole(int(events))} events"
        for arm, n, events in zip(found.arms, found.n, found.n_events, strict=True)
    )
    cluster = f"clustered by {found.n_clusters} sites" if found.n_clusters else "robust"
    population = {
        "ATO": "the overlap of all arms (generalised overlap weights)",
        "ATE": "all patients (inverse-probability weights)",
    }.get(found.plan.estimand, found.plan.estimand)
    level = 100 * (1 - _LEVEL / len(found.pairs))
    return (
        f"{people}. One multinomial score, weights to {population}. 95 % limits are {cluster} and "
        f"carry that the scores are estimated; beside them percentiles of {found.n_samples} "
        "bootstrap samples of sites with the scores fitted again. p-values are adjusted over "
        f"pairs by Holm; limits for all pairs at once are {level:.1f} % limits of each."
    )


def several_result_note(result: SeveralResult, _words: Words) -> str:
    """Say what to mind, and why a failed design was opened."""
    lost = result.n_designed - result.compared.n_given
    said = [_TOGETHER]
    if lost:
        said.append(
            f"Of {whole(result.n_designed)} patients of the design {whole(lost)} have no follow-up "
            "that can be counted."
        )
    said += [f"OPENED ALTHOUGH THE DESIGN FAILED. Reason: {reason}" for reason in result.reasons]
    return " ".join(said)
