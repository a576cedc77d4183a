"""What a reader chooses on the comparison page; what matters stands in the address."""

from dataclasses import replace

import streamlit as st

from analytics.covariate_handling import MISSING
from analytics.covariate_levels import FEWEST
from analytics.endpoints import EndpointRule, Unit
from analytics.weights import ESTIMANDS
from dashboard.answers.frozen_protocols import Author, may_decide
from dashboard.page import Page
from dashboard.visitor import now
from queries.domains.adjustment import REGION, YEAR, offered, usual
from queries.domains.catalogue import DOMAINS
from queries.domains.common import COMBINED
from queries.domains.model import Comparison
from queries.protocol import Protocol
from queries.state.protocols import Frozen

PROTOCOL, DESIGN, GATE, RESULTS, ROBUSTNESS, SEVERAL = (
    "Protocol",
    "Design",
    "Gate",
    "Results",
    "Robustness",
    "Several techniques",
)
STEPS = (PROTOCOL, DESIGN, GATE, RESULTS, ROBUSTNESS, SEVERAL)
METHODS = {"weighting": "Weighting", "matching": "Matching 1:1", "stratification": "Strata"}
MODELS = {"logistic": "Logistic", "boosted": "Boosted trees"}
TRIMS = {
    "": "Nobody",
    "common range": "Common range",
    "crump": "Crump",
    "sturmer": "Stürmer",
    "preference": "Preference 0.3 to 0.7",
}
STABILISED = "stabilised"
WEIGHTS = {"": "Plain", STABILISED: "Stabilised"}
RARE = {
    str(FEWEST): f"Joined below {FEWEST} of an arm",
    "1": "Joined where an arm has none",
    "0": "Never joined",
}
HORIZONS = (12, 24, 36, 60)
_OF_METHOD = {
    "weighting": ("ATO", "ATE", "ATT"),
    "matching": ("ATT",),
    "stratification": ("ATE", "ATO", "ATT"),
}


_ESTIMANDS = {str(code): text for code, text in ESTIMANDS.items()}


def choose_step() -> str:
    """Let the reader choose the step of the comparison."""
    chosen = st.segmented_control(
        "Step",
        STEPS,
        required=True,
        default=STEPS[0],
        key="step",
        bind="query-params",
        label_visibility="collapsed",
    )
    return str(chosen)


def decides(page: Page) -> bool:
    """Say whether the viewer may design, freeze and open comparisons of the chosen domain."""
    return may_decide(page.ask.scope, page.ask.filters.domain)


def author(page: Page) -> Author:
    """Return who decides now: the person where somebody is signed in, else the role."""
    return Author(page.viewer.person or page.viewer.name, now())


def choose_frozen(frozen: tuple[Frozen, ...], label: str) -> Frozen | None:
    """Let the reader choose one of the frozen protocols."""
    by_id = {one.protocol_id: one for one in frozen}
    chosen = st.selectbox(
        label,
        list(by_id),
        index=None,
        format_func=lambda key: f"{by_id[key].name}, version {by_id[key].version} (no. {key})",
        key="frozen",
        bind="query-params",
        placeholder="None",
    )
    return by_id.get(chosen) if chosen is not None else None


def choose_protocol(page: Page) -> Protocol | None:
    """Let the reader set up the protocol; None where the domain has no sensible comparison."""
    domain = DOMAINS[page.ask.filters.domain]
    if not domain.comparisons:
        return None
    by_name = {one.name: one for one in domain.comparisons}
    left, middle, right = st.columns([3, 3, 2])
    with left:
        name = st.selectbox("Which techniques?", list(by_name), key="question", bind="query-params")
    chosen = by_name.get(str(name), domain.comparisons[0])
    with middle:
        rule = _endpoint(domain.endpoints, chosen)
    with right:
        horizon = st.selectbox(
            "Up to (months)", HORIZONS, index=1, key="horizon", bind="query-params"
        )
    with st.expander("How: estimand, method, covariates, missing values", key="how"):
        settings = _settings()
        covariates = _covariates(page.ask.filters.domain)
    reference, treated = arm_names(chosen, domain.code)
    return Protocol(
        cohort=replace(page.ask.filters, techniques=()),
        comparison=chosen.name,
        arms=(reference, treated),
        reference=chosen.first,
        treated=chosen.second,
        endpoint=rule,
        horizon_months=int(horizon),
        covariates=covariates,
        method=settings["method"],
        estimand=settings["estimand"],
        model=settings["model"],
        trim=settings["trim"],
        missing=settings["missing"],
        stabilised=settings["weights"] == STABILISED,
        fewest=int(settings["rare"]),
    )


def arm_names(chosen: Comparison, domain_code: str) -> tuple[str, str]:
    """Return what the arms are called: the technique, or both halves of the question."""
    domain = DOMAINS[domain_code]
    halves = chosen.name.split(" (")[0].replace(" alone", "").split(" or ")
    given = [
        domain.technique_label(techniques[0]) if len(techniques) == 1 else ""
        for techniques in (chosen.first, chosen.second)
    ]
    if len(halves) != len(given):
        halves = ["First", "Second"]
    return tuple(  # type: ignore[return-value]
        name or _capital(half) for name, half in zip(given, halves, strict=True)
    )


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _endpoint(rules: tuple[EndpointRule, ...], chosen: Comparison) -> str:
    combined = set(COMBINED).intersection((*chosen.first, *chosen.second))
    offered_rules = {
        rule.code: rule.name
        if not rule.landmark
        else f"{rule.name} from day {rule.landmark:.0f}, by what was given until then"
        for rule in rules
        if rule.unit is Unit.PATIENT and (not rule.variant_of or (rule.landmark > 0 and combined))
    }
    return str(
        st.selectbox(
            "Outcome",
            list(offered_rules),
            format_func=lambda code: offered_rules.get(str(code), str(code)),
            key="outcome",
            bind="query-params",
        )
    )


def _settings() -> dict[str, str]:
    first, second, third = st.columns(3)
    with first:
        method = _pick("Method", METHODS, "method")
        estimand = _pick(
            "For whom (estimand)",
            {code: text for code, text in _ESTIMANDS.items() if code in _OF_METHOD[method]},
            f"estimand_{method}",
        )
    with second:
        model = _pick("Score model", MODELS, "score")
        trim = _pick("Trim", TRIMS, "trim")
        is_plain = (method, estimand) != ("weighting", "ATE")
        weights = "" if is_plain else _pick("Weights", WEIGHTS, "weights")
    with third:
        missing = _pick(
            "Missing values", {str(code): text for code, text in MISSING.items()}, "missing"
        )
        rare = _pick("Rare levels of covariates", RARE, "rare")
    return {
        "method": method,
        "estimand": estimand,
        "model": model,
        "trim": trim,
        "missing": missing,
        "weights": weights,
        "rare": rare,
    }


def _pick(label: str, options: dict[str, str], key: str) -> str:
    texts = {str(code): text for code, text in options.items()}
    chosen = st.selectbox(
        label,
        list(texts),
        format_func=lambda code: texts.get(str(code), str(code)),
        key=key,
        bind="query-params",
    )
    return str(chosen)


def _covariates(domain: str) -> tuple[str, ...]:
    labels = {field.name: field.label for field in offered(domain)}
    labels |= {REGION: "Region", YEAR: "Year of index procedure"}
    chosen = st.multiselect(
        "Adjusted for",
        list(labels),
        default=[*usual(domain), REGION, YEAR],
        format_func=lambda name: labels.get(str(name), str(name)),
        key=f"adjust_{domain}",
        bind="query-params",
    )
    return tuple(name for name in labels if name in chosen)


def wants_robustness() -> bool:
    """Let the reader start the long part, and stop it by switching it off."""
    return bool(
        st.toggle("Work it out (switch off to stop)", key="robustness", bind="query-params")
    )
