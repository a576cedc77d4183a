"""Choosers of the outcome pages; what they choose stands in the address."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Final, get_args

import streamlit as st

from analytics.endpoints import EndpointRule, Unit
from dashboard.answers.choices import choices
from dashboard.answers.counted import MOST_LINES
from dashboard.page import Page
from dashboard.wording import label_text
from queries.domains.catalogue import DOMAINS
from queries.reads.outcomes import Stratum

_AS_DEFINED = "As defined"
_POLICIES = {  # what a variant does otherwise, by the end of its code
    "CENSOR_TX": "Censored at transplantation or resection",
    "IGNORE_TX": "Transplantation and resection ignored",
    "CENSOR_GAP": "Late death without imaging censored",
    "LANDMARK_60": "Landmark at 60 days",
    "ENTERED": "Only as entered by the site",
    "OR_RESIDUAL": "Residual tumour counts as failure",
}
_BOUND: Final = "query-params"


@dataclass(frozen=True)
class Chosen:
    """What a reader looks at on an outcome page."""

    endpoint: str  # of the variant that is counted
    unit: Unit
    lines: tuple[str, ...]  # techniques to draw; empty: the largest
    with_published: bool
    with_wrong: bool = False  # the teaching overlay


def choose_survival(page: Page) -> Chosen:
    """Let the reader choose a survival, its policy and its lines."""
    # With competing events a survival curve would mislead.
    rules = _offered(page, lambda rule: not rule.competing)
    base = _endpoint(rules, "survival_endpoint", default=next(iter(rules)))
    with st.popover("Options", icon=":material/tune:"):
        code = _policy(page, base, "survival_policy")
        lines = _lines(page, "survival_lines")
        published = _published("survival_published")
    return Chosen(code, rules[base].unit, lines, published)


def choose_first_event(page: Page) -> Chosen:
    """Let the reader choose an endpoint with competing events, its policy and its lines."""
    rules = _offered(page, lambda rule: bool(rule.competing))
    default = "TTP" if "TTP" in rules else next(iter(rules))
    names = _names(rules)
    chosen = st.selectbox(
        "Endpoint",
        list(names),
        index=list(names).index(default),
        format_func=lambda code: names.get(str(code), str(code)),
        key="event_endpoint",
        bind=_BOUND,
        width=340,
    )
    base = str(chosen)
    with st.popover("Options", icon=":material/tune:"):
        code = _policy(page, base, "event_policy")
        lines = _lines(page, "event_lines")
        published = _published("event_published")
        wrong = st.toggle(
            "For teaching: add the wrong curve, 1 − Kaplan-Meier",  # noqa: RUF001  # a minus
            key="event_wrong",
            bind=_BOUND,
            help="It treats whoever died first as if the event could still come.",
        )
    return Chosen(code, rules[base].unit, lines, published, with_wrong=wrong)


def choose_view(views: Iterable[str]) -> str:
    """Let the reader choose how first events are drawn."""
    labels = list(views)
    return str(
        st.segmented_control(
            "Show", labels, required=True, default=labels[0], key="event_view", bind=_BOUND
        )
    )


def choose_part(parts: Iterable[str], key: str) -> str:
    """Let the reader choose what stands under the figure; nothing else is computed."""
    labels = list(parts)
    return str(
        st.segmented_control(
            "Read more", labels, required=True, default=labels[0], key=key, bind=_BOUND
        )
    )


def choose_reference(page: Page, groups: Sequence[str], key: str) -> str:
    """Let the reader choose the technique that others are compared with; empty: the largest."""
    label = DOMAINS[page.ask.filters.domain].technique_label
    chosen = st.selectbox(
        "Compared with",
        list(groups),
        index=None,
        format_func=label,
        key=key,
        bind=_BOUND,
        placeholder="The largest",
        width=260,
    )
    return str(chosen or "")


def choose_horizon() -> int:
    """Let the reader choose the horizon of restricted means; 0: the longest that holds."""
    horizons = {"Longest that all reach": 0, "12 months": 12, "24 months": 24}
    horizons |= {"36 months": 36, "60 months": 60}
    chosen = st.selectbox(
        "Horizon of the means", list(horizons), key="survival_horizon", bind=_BOUND, width=260
    )
    return horizons[str(chosen)]


def choose_stratum() -> Stratum:
    """Let the reader choose within what the log-rank test is stratified; empty: nothing."""
    strata = dict(zip(("Not stratified", "Region", "Site"), get_args(Stratum), strict=True))
    chosen = st.selectbox(
        "Log-rank test within", list(strata), key="survival_strata", bind=_BOUND, width=260
    )
    stratum: Stratum = strata[str(chosen)]
    return stratum


def _offered(page: Page, is_meant: Callable[[EndpointRule], bool]) -> dict[str, EndpointRule]:
    rules = DOMAINS[page.ask.filters.domain].endpoints
    return {rule.code: rule for rule in rules if not rule.variant_of and is_meant(rule)}


def _names(rules: dict[str, EndpointRule]) -> dict[str, str]:
    return {
        code: rule.name if rule.unit is Unit.PATIENT else f"{rule.name} (lesions)"
        for code, rule in rules.items()
    }


def _endpoint(rules: dict[str, EndpointRule], key: str, *, default: str) -> str:
    names = _names(rules)
    return str(
        st.segmented_control(
            "Endpoint",
            list(names),
            format_func=lambda code: names.get(str(code), str(code)),
            required=True,
            default=default,
            key=key,
            bind=_BOUND,
        )
    )


def _policy(page: Page, base: str, key: str) -> str:
    endpoints = DOMAINS[page.ask.filters.domain].endpoints
    codes = [rule.code for rule in endpoints if base in (rule.code, rule.variant_of)]
    labels = {_AS_DEFINED: base} | {
        _POLICIES.get(code.removeprefix(f"{base}_"), code): code for code in codes if code != base
    }
    chosen = st.selectbox("Policy of the endpoint", list(labels), key=key, bind=_BOUND)
    return labels.get(str(chosen), base)


def _lines(page: Page, key: str) -> tuple[str, ...]:
    label = DOMAINS[page.ask.filters.domain].technique_label
    return tuple(
        st.multiselect(
            f"Lines, up to {MOST_LINES}",
            choices(page.ask).value.techniques,
            format_func=lambda code: label_text(label(str(code))),
            max_selections=MOST_LINES,
            key=key,
            bind=_BOUND,
            placeholder="The largest",
        )
    )


def _published(key: str) -> bool:
    return st.toggle("Published figures beside the curves", key=key, bind=_BOUND)
