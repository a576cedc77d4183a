"""How a result was made, as one paragraph for a manuscript: who, from when, until what, and how."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from importlib.metadata import version
from platform import python_version

from analytics.covariate_handling import MISSING
from analytics.endpoints import EndpointRule, Unit
from analytics.group_incidence import IncidenceByGroup
from analytics.group_survival import SurvivalByGroup
from analytics.hazard_model import HazardModel
from analytics.weights import ESTIMANDS
from dashboard import components
from dashboard.answers.answer import Provenance
from dashboard.comparison_values import Result
from dashboard.sentences import comparison as compared_said
from dashboard.sentences.maturity import maturity_said
from dashboard.sentences.population import eligible, lower_first
from dashboard.sentences.survival import UNITS, left_out_words
from dashboard.tables.protocol import covariate_labels
from dashboard.wording import Words, counted, whole
from queries.domains.catalogue import endpoint

_LIBRARIES = ("numpy", "scipy", "pandas")


@dataclass(frozen=True)
class Told:
    """What a paragraph is about, beside the result."""

    provenance: Provenance
    endpoint_code: str
    words: Words
    n_sites: int = 0  # that the reader's role reaches; 0: every site of the domain

    @property
    def rule(self) -> EndpointRule:
        """The endpoint."""
        return endpoint(self.provenance.filters.domain, self.endpoint_code)


def survival_paragraph(result: SurvivalByGroup, told: Told) -> str:
    """Say how survival curves were made."""
    curve = result.overall.curve
    entered = curve.table.entered
    groups = [(g.group, g.curve.n, g.curve.n_events) for g in (*result.groups, *result.not_drawn)]
    return _paragraph(
        _population(told),
        *_outcome(told.rule),
        f"{whole(curve.n)} diagnoses with {whole(curve.n_events)} events were analysed"
        f"{left_out_words(result.left_out)}.",
        _late(0 if entered is None else entered.sum(), "diagnoses"),
        f"By technique: {_by_group(groups, told.words)}.",
        "Survival was estimated by the product-limit method of Kaplan and Meier, with pointwise "
        f"{_intervals(curve.confidence)} on the log(-log) scale from Greenwood's "
        "variance; a median is given where the curve reaches 50 %.",
        "Techniques were compared by an unadjusted log-rank test." if result.log_rank else "",
        f"{maturity_said(result.overall)}",
        "No covariate was used, so no value was imputed.",
        _close(),
    )


def incidence_paragraph(result: IncidenceByGroup, told: Told) -> str:
    """Say how cumulative incidences were made."""
    curve, unit = result.overall.curve, UNITS[result.unit]
    entered = curve.table.entered
    groups = [
        (g.group, g.curve.n, g.curve[1].n_events) for g in (*result.groups, *result.not_drawn)
    ]
    first = "; ".join(
        f"{told.words.causes[cause - 1].lower()} {whole(curve[cause].n_events)}"
        for cause in curve.causes
    )
    clusters = curve.n_clusters
    return _paragraph(
        _population(told),
        *_outcome(told.rule),
        f"{whole(curve.n)} {unit}"
        + (f" of {counted(clusters, 'patient')}" if clusters else "")
        + f" were analysed{left_out_words(result.left_out)}; first events: {first}.",
        _late(0 if entered is None else entered.sum(), unit),
        f"By technique: {_by_group(groups, told.words)}.",
        "Cumulative incidences were estimated by the method of Aalen and Johansen, with pointwise "
        f"{_intervals(curve.confidence)} on the log(-log) scale"
        + (", clustered by patient" if result.unit is Unit.LESION and clusters else "")
        + "; competing events were not censored.",
        "Techniques were compared by Gray's test among those observed from the start, unless one "
        "had fewer than 10 diagnoses or 5 events."
        if result.unit is Unit.PATIENT and len(result.groups) > 1
        else "",
        "No covariate was used, so no value was imputed.",
        _close(),
    )


def regression_paragraph(result: HazardModel, told: Told) -> str:
    """Say how a regression was made."""
    competing = f", {whole(result.n_competing)} competing events" if result.n_competing else ""
    named = ", ".join(variable.label for variable in result.plan.variables)
    return _paragraph(
        _population(told),
        *_outcome(told.rule),
        f"{whole(result.n)} diagnoses with {whole(result.n_events)} events{competing} at "
        f"{counted(result.n_sites, 'site')} were analysed, "
        f"{result.per_parameter:.1f} events per parameter.",
        _HAZARDS[result.plan.kind],
        f"Covariates, all known at the index procedure: {named}.",
        _joined_levels(result),
        _FROM_CONSENT,
        _SITES[result.plan.sites],
        f"Ratios are given with {_intervals(result.confidence)} (Wald).",
        _incomplete(result),
        _close(),
    )


def comparison_paragraph(result: Result, told: Told) -> str:
    """Say how an adjusted comparison was made."""
    protocol, found = result.protocol, result.compared
    reference, treated = protocol.arms
    effects, plan = found.adjusted, found.plan
    arms = " and ".join(
        f"{arm} (n {whole(effects.n[side])}, {whole(effects.n_events[side])} events)"
        for side, arm in enumerate(protocol.arms)
    )
    model = "logistic regression" if plan.model == "logistic" else "cross-fitted boosted trees"
    return _paragraph(
        f"A trial of {treated} against {reference} was emulated.",
        _population(told),
        *_outcome(told.rule),
        f"{arms} were compared{_not_followed(result)}.",
        _FROM_CONSENT,
        (
            "The protocol was frozen before outcomes were read by arm "
            f"(fingerprint {result.fingerprint[:12]})."
        ),
        "Its design had failed its limits and was opened with a reason." if result.reasons else "",
        f"The propensity score was estimated by {model} from "
        f"{', '.join(covariate_labels(protocol))}; missing values: {MISSING[plan.missing]}.",
        f"Estimand: {ESTIMANDS[plan.estimand]}, by {compared_said.METHODS[plan.method]}; largest "
        f"standardised difference after adjustment "
        f"{compared_said.small_said(found.largest_difference)}.",
        f"Arms were compared by weighted curves up to {protocol.horizon_months} months and by the "
        "marginal hazard ratio of a weighted Cox model with the arm alone.",
        f"{compared_said.limits_made(result)}",
        _close(),
    )


_HAZARDS = {
    "cause-specific": "Cause-specific hazards were modelled by Cox regression (Efron ties).",
    "subdistribution": "The subdistribution hazard was modelled as by Fine and Gray.",
}
_SITES = {
    "cluster": "Standard errors were robust and clustered by site (under 40 sites with G / (G - 1) "
    "and Student's t).",
    "stratum": "Each site had a baseline hazard of its own.",
    "ignored": "Sites were not respected.",
}


_FROM_CONSENT = "Diagnoses were at risk from consent where that came after time zero."


def _not_followed(result: Result) -> str:
    lost = result.n_designed - sum(result.compared.n_given)
    if not lost:
        return ""
    return f"; {whole(lost)} more of the design had no follow-up that can be counted"


def _paragraph(*sentences: str) -> str:
    return " ".join(sentence for sentence in sentences if sentence)


def _population(told: Told) -> str:
    where_from = told.provenance
    who = f", {counted(told.n_sites, 'site')} only" if told.n_sites else ""
    generated = "; SYNTHETIC DATA, invented for demonstration" if where_from.is_synthetic else ""
    return (
        f"Data are from the IO-CORE registry{who} (source: {where_from.source}, snapshot "
        f"{where_from.snapshot_id}, {components.cutoff_words(where_from.cutoff)}{generated}). "
        f"{eligible(where_from.filters)}"
    )


def _outcome(rule: EndpointRule) -> tuple[str, ...]:
    started = (
        "Time ran from the first treatment of each lesion."
        if rule.unit is Unit.LESION
        else f"Time ran from day {rule.landmark:.0f} after the index procedure, for those still "
        "observed then."
        if rule.landmark
        else "Time ran from the index procedure, the first interventional session of a diagnosis."
    )
    return (
        started,
        f"The outcome was {lower_first(rule.name)}: {lower_first(rule.definition)}",
        rule.policy,
        (
            "Nothing dated after the data cut-off was used; an event on the first day counted as "
            "half a day, and events preceded censorings of the same day. A month is 30.4375 days."
        ),
    )


def _late(n: float, unit: str) -> str:
    if not n:
        return ""
    return f"{whole(n)} {unit} were at risk only from their later consent (delayed entry)."


def _intervals(confidence: float) -> str:
    return f"{100 * confidence:g} % confidence intervals"


def _by_group(groups: Iterable[tuple[str, float, float]], words: Words) -> str:
    return "; ".join(
        f"{words.label(code)} n {whole(n)}, {whole(events)} events" for code, n, events in groups
    )


def _joined_levels(result: HazardModel) -> str:
    said = []
    if result.merged:
        said.append(f"Levels with under 10 diagnoses were taken together: {_list(result.merged)}.")
    if result.constant:
        said.append(f"Left out, the same for everybody: {_list(result.constant)}.")
    return " ".join(said)


def _list(names: Sequence[str]) -> str:
    return ", ".join(names)


def _incomplete(result: HazardModel) -> str:
    if not result.n_incomplete:
        return "No covariate was missing."
    n = f"{whole(result.n_incomplete)} diagnoses with a missing covariate"
    if result.is_imputed:
        return f"{n} were kept by multiple imputation (20 tables, pooled by Rubin's rules)."
    return f"{n} were left out."


def _close() -> str:
    libraries = ", ".join(f"{name} {version(name)}" for name in _LIBRARIES)
    return (
        f"Analyses were made with io-core-dashboard {version('io-core-dashboard')} (Python "
        f"{python_version()}, {libraries}), whose estimators are held to R (survival, cmprsk) at "
        "every change."
    )
