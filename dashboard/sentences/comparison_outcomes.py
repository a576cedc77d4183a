"""Response and severe adverse events of a comparison in sentences."""

import math

from analytics.binary_outcomes import BinaryOutcome
from analytics.mean_contrasts import SAMPLES
from analytics.stacked_variance import FEW_CLUSTERS
from dashboard.comparison_values import EarlyOutcomes
from dashboard.sentences.proportions import cell_share
from dashboard.tables.comparison_outcomes import risk_words, unknown_words
from dashboard.tables.comparison_result import limits_text, signed
from dashboard.wording import Words, percent, whole


def early_said(early: EarlyOutcomes, _words: Words) -> str:
    """Say every outcome in one sentence, under the weights of the protocol."""
    return " ".join(outcome_said(early, one) for one in early.found) or absent_said(early)


def outcome_said(early: EarlyOutcomes, one: BinaryOutcome) -> str:
    """Say one outcome by arm, adjusted; the crude shares where there is no contrast."""
    reference, treated = early.protocol.arms
    if one.refusal or not one.contrasts:
        crude = [cell_share(one.shares[side] if one.shares else None) for side in (0, 1)]
        return (
            f"{one.name}: crude {crude[1]} after {treated}, {crude[0]} after {reference}; the "
            f"difference is not estimable. {one.refusal}{_rarest(early, one)}"
        )
    own = one.contrasts[1]
    return (
        f"{one.name}: {_adjusted(risk_words(own, 1))} after {treated} and "
        f"{_adjusted(risk_words(own, 0))} after {reference}, adjusted (difference "
        f"{signed(100 * own.difference.estimate)} points, {limits_text(own.difference)})."
    )


def _adjusted(share: str) -> str:
    return share if share == "none" else f"{share} %"


def _rarest(early: EarlyOutcomes, one: BinaryOutcome) -> str:
    """Say how often an outcome that nobody of an arm had may still happen."""
    said = []
    for side, arm in enumerate(early.protocol.arms):
        carried = one.ess[side]
        if one.shares and one.shares[side].successes == 0 and not math.isnan(carried):
            upper = 1 - 0.025 ** (1 / carried)
            said.append(
                f" Nobody of {arm} had it; after weighting they count like {carried:,.0f}, which "
                f"leaves room for at most {percent(upper)} % (upper exact 95 % limit)."
            )
    return "".join(said)


def early_counted(early: EarlyOutcomes, _words: Words) -> str:
    """Say who is counted, and how limits were made."""
    if not early.found:
        return absent_said(early)
    one = early.found[0]
    n = " and ".join(
        f"{arm} n = {whole(k)}" for arm, k in zip(early.protocol.arms, one.n_given, strict=True)
    )
    meant = {each.counting: each.name for each in reversed(early.found)}
    defined = " ".join(f"{name}: {counting}." for counting, name in reversed(meant.items()))
    return f"{n}, followed from the index procedure. {defined} {_limits(one)}"


def _limits(one: BinaryOutcome) -> str:
    if not one.is_drawn:
        return "95 % limits are robust, by matched pair and site, and take the scores as known."
    drawn = "sites are drawn" if one.n_sites > 1 else "patients are drawn"
    few = one.n_sites < FEW_CLUSTERS and one.n_sites > 1
    reach = "quantiles of Student's t" if few else "normal quantiles"
    return (
        f"95 % limits: bootstrap, {SAMPLES} samples, {drawn} and scores fitted again in each; "
        f"standard errors times {reach}."
    )


def early_note(early: EarlyOutcomes, _words: Words) -> str:
    """Say who is left out or not known, and what that could do to the result."""
    said = [_late(early)]
    for one in early.found:
        if one.bounds is None:
            continue
        arms = ", ".join(
            f"{arm} {unknown_words(one, side)}" for side, arm in enumerate(early.protocol.arms)
        )
        low, high = (signed(100 * end) for end in one.bounds)
        said.append(
            f"{one.name}: not known of {arms}. Whatever these had, the adjusted difference lies "
            f"between {low} and {high} points, sampling error aside."
        )
    said += [absent_said(early), CAVEAT]
    said += [f"OPENED ALTHOUGH THE DESIGN FAILED. Reason: {reason}" for reason in early.reasons]
    return " ".join(part for part in said if part)


CAVEAT = (
    "A response is known only of those who lived to be assessed and were assessed (immortal time): "
    "where techniques differ in early deaths or in when they are imaged, shares of those assessed "
    "differ without any difference in response. Who died before the day without an adverse event "
    "counts as without one."
)


def _late(early: EarlyOutcomes) -> str:
    if not sum(early.n_late):
        return ""
    n = " and ".join(
        f"{whole(k)} {arm}" for k, arm in zip(early.n_late, early.protocol.arms, strict=True)
    )
    return (
        f"{n} entered after the index procedure and are left out: they had to live until then, "
        "and what happened before may not have been recorded."
    )


def absent_said(early: EarlyOutcomes) -> str:
    """Say what the source does not supply; empty where it supplies both."""
    return " ".join(f"{name} are not supplied by this source." for name in early.absent)
