"""Tumour response in sentences."""

import math

from analytics.best_change import FEWEST, ChangeByGroup, GroupChange
from analytics.group_survival import SurvivalByGroup
from analytics.lesion_efficacy import FIRST_CONTROL_BY, EfficacyByGroup
from analytics.reader_agreement import Pair, ReaderAgreement
from analytics.response import WINDOW_DAYS
from analytics.response_by_group import ResponseByGroup
from dashboard.sentences.proportions import counted_share
from dashboard.sentences.survival import left_out_words
from dashboard.wording import (
    DAYS_PER_MONTH,
    NOT_REACHED,
    Words,
    confidence_interval,
    counted,
    months_with_limits,
    percent,
    whole,
)
from queries.domains.common import CRITERION, READER

_CRITERIA = {code.code: code.label for code in CRITERION}
_READERS = {code.code: code.label for code in READER} | {"UNSTATED": "Reader not stated"}
FEW = f"too few (fewer than {FEWEST})"
CONDITIONED = (
    "Responders are known only after they have lived to be assessed: they must never be compared "
    "with non-responders from treatment on (immortal time), and no survival by response is shown "
    "without a landmark."
)


def criterion_name(code: str) -> str:
    """Return what a criterion is called."""
    return _CRITERIA.get(code, code)


def reader_name(code: str) -> str:
    """Return what a reader is called."""
    return _READERS.get(code, code)


def response_counted(result: ResponseByGroup, _words: Words) -> str:
    """Say who is counted, by which criterion and reader, and the method."""
    rates = result.overall.rates
    evaluable = rates.objective_evaluable
    undated = (
        f" Readings of {whole(result.undated)} have no date and count as within it."
        if result.undated
        else ""
    )
    return (
        f"{criterion_name(result.criterion)}, {reader_name(result.reader).lower()}. "
        f"{whole(rates.objective.n)} treated patients, "
        f"{whole(evaluable.n if evaluable else 0)} evaluable; whoever has no evaluable "
        "assessment counts as no response. Best response within "
        f"{result.window_days / DAYS_PER_MONTH:.0f} months, before progression and other "
        f"treatment, not confirmed.{undated} Wilson "
        f"{confidence_interval(rates.objective.confidence)}."
    )


def response_headline(result: ResponseByGroup, _words: Words) -> str:
    """Answer in a sentence how many responded."""
    return (
        f"{criterion_name(result.criterion)}, {reader_name(result.reader).lower()}: objective "
        f"response in {counted_share(result.overall.rates.objective)} of all treated."
    )


def response_seen(result: ResponseByGroup, words: Words) -> str:
    """Read objective response and disease control aloud, technique by technique."""
    groups = "; ".join(
        f"{words.label(group.group)}: objective response {counted_share(group.rates.objective)}, "
        f"disease control {percent(group.rates.control.estimate)} %"
        for group in result.groups
    )
    return (
        f"Best response by technique, {criterion_name(result.criterion)}. All techniques: "
        f"objective response {counted_share(result.overall.rates.objective)}. {groups}."
    )


def response_note(_result: ResponseByGroup, _words: Words) -> str:
    """Say what the comparison cannot tell."""
    return (
        "Not adjusted: patients chosen for one technique differ from those chosen for another. "
        f"{CONDITIONED}"
    )


def duration_counted(result: SurvivalByGroup, _words: Words) -> str:
    """Say how many responders are followed, and how."""
    curve = result.overall.curve
    censored = curve.n - curve.n_events
    return (
        f"{counted(curve.n, 'responder')}, {whole(curve.n_events)} with progression or death, "
        f"{whole(censored)} censored at their last assessment"
        f"{left_out_words(result.left_out)}. Kaplan-Meier from the first response, pointwise "
        f"{confidence_interval(curve.confidence)} (log(-log) scale)."
    )


def duration_seen(result: SurvivalByGroup, words: Words) -> str:
    """Read the median duration of response aloud, technique by technique."""
    said = []
    for group in (*result.groups, result.overall):
        median = group.median
        label = "All techniques" if group is result.overall else words.label(group.group)
        written = months_with_limits(median.estimate, median.lower, median.upper)
        unit = "" if written == NOT_REACHED else " months"
        said.append(f"{label}: n {whole(group.curve.n)}, median {written}{unit}")
    return f"Duration of response. {'; '.join(said)}."


def duration_note(_result: SurvivalByGroup, _words: Words) -> str:
    """Say that the groups were made by what happened after treatment."""
    return f"{CONDITIONED} Faint where few are at risk."


def agreement_counted(result: ReaderAgreement, _words: Words) -> str:
    """Say what is compared, and how."""
    return (
        f"Best response by {criterion_name(result.criterion)} of patients that both readers "
        "could evaluate. Cohen's kappa with quadratic weights over CR, PR, SD and PD; 95 % CI by "
        "its large-sample error."
    )


def agreement_seen(result: ReaderAgreement, _words: Words) -> str:
    """Read every kappa aloud."""
    said = f"Agreement of readers. {'; '.join(_aloud(pair) for pair in result.pairs)}."
    if result.of_all:
        said += (
            " Of patients whom every reader could evaluate: "
            f"{'; '.join(_aloud(pair) for pair in result.of_all)}."
        )
    return said


def pair_name(pair: Pair) -> str:
    """Return what two readers are called."""
    return f"{reader_name(pair.first)} and {reader_name(pair.second).lower()}"


def kappa_words(pair: Pair) -> str:
    """Write a kappa with its limits, or why there is none."""
    if pair.kappa is None:
        return pair.why_none
    return f"{pair.kappa.estimate:.2f} ({pair.kappa.lower:.2f} to {pair.kappa.upper:.2f})"


def _aloud(pair: Pair) -> str:
    return f"{pair_name(pair)}: {kappa_words(pair)}, n {whole(pair.n)}"


def agreement_note(_result: ReaderAgreement, _words: Words) -> str:
    """Say what a kappa depends on."""
    return (
        "1 is full agreement, 0 what chance alone would give. Kappa falls where most patients "
        "are in one class: read it with the table of both readings."
    )


def change_counted(result: ChangeByGroup, _words: Words) -> str:
    """Say whose change is counted, and how."""
    undated = (
        f" Of {whole(result.undated)} it has no day and counts as within them."
        if result.undated
        else ""
    )
    return (
        f"{whole(result.overall.n)} patients with every target lesion measured before and after "
        "treatment; the smallest sum of diameters (nadir) within "
        f"{WINDOW_DAYS / DAYS_PER_MONTH:.0f} months and before other anticancer treatment, "
        f"against the sum before treatment.{undated}"
    )


def change_seen(result: ChangeByGroup, words: Words) -> str:
    """Read the median best change aloud, technique by technique."""
    groups = "; ".join(
        f"{words.label(group.group)}: {change_words(group)}, n {whole(group.n)}"
        for group in result.groups
    )
    overall = result.overall
    return (
        f"Best change in size. All techniques: {change_words(overall)}, {whole(overall.shrunk)} "
        f"of {whole(overall.n)} fell by 30 % or more. {groups}."
    )


def change_words(group: GroupChange) -> str:
    """Write the median best change with its quartiles, in percent."""
    if math.isnan(group.median):
        return FEW
    low, high = group.quartiles
    return f"median {100 * group.median:+.0f} % (quartiles {100 * low:+.0f} to {100 * high:+.0f})"


def band_name(low: float, high: float) -> str:
    """Write a band of changes, as "-40 % to below -30 %"."""
    first = f"{100 * low:+.0f} %" if low else "0 %"
    if math.isinf(high):
        return f"{first} or more"
    return f"{first} to below {f'{100 * high:+.0f} %' if high else '0 %'}"


def change_note(_result: ChangeByGroup, _words: Words) -> str:
    """Say why no single patient is drawn."""
    return (
        f"Bands with fewer than {FEWEST} patients are merged with their neighbours, as few would "
        "tell single ones; a bar a patient (waterfall) is open to a site for its own patients "
        "and to the coordinating centre. Dotted: a fall of 30 % and a rise of 20 %."
    )


def lesions_counted(result: EfficacyByGroup, _words: Words) -> str:
    """Say which lesions are counted, and how."""
    overall = result.overall
    return (
        f"{whole(overall.lesions)} treated lesions of {whole(overall.patients)} patients, "
        f"{whole(overall.not_assessed)} without a control within {FIRST_CONTROL_BY:.0f} days of "
        "their first treatment, which are not in the share. The site's reading; intervals "
        "clustered by patient (Wilson form with the effective number of lesions)."
    )


def lesions_seen(result: EfficacyByGroup, words: Words) -> str:
    """Read the share of complete lesions aloud."""
    groups = "; ".join(
        f"{words.label(group.group)}: "
        f"{counted_share(group.share) if group.share else group.why_none}"
        for group in result.groups
    )
    return (
        f"Lesions complete at the first control. All techniques: "
        f"{counted_share(result.overall.share)}. {groups}."
    )
