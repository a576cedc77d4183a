"""What a reader chooses for a regression."""

from dataclasses import dataclass
from typing import TypeVar

import streamlit as st

from analytics.endpoints import Unit
from analytics.hazard_fits import Kind, Missing, Sites
from dashboard.answers.regression import TECHNIQUE
from dashboard.page import Page
from queries.domains.catalogue import DOMAINS
from queries.domains.covariates import covariates_of, usual_covariates

Choice = TypeVar("Choice", bound=str)

_KINDS: dict[Kind, str] = {
    "cause-specific": "Cause-specific (Cox)",
    "subdistribution": "Subdistribution (Fine-Gray)",
}
_MISSING: dict[Missing, str] = {
    "complete": "Complete patients only",
    "imputed": "Filled in 20 times (some seconds)",
}
_SITES: dict[Sites, str] = {
    "cluster": "Robust errors by site",
    "stratum": "Stratified by site",
    "ignored": "Not respected",
}


@dataclass(frozen=True)
class Model:
    """A regression as chosen."""

    endpoint_code: str
    covariates: tuple[str, ...]
    kind: Kind
    missing: Missing
    sites: Sites


def choose_model(page: Page) -> Model:
    """Let the reader choose endpoint, covariates and how to model them; the address keeps it."""
    domain = DOMAINS[page.ask.filters.domain]
    endpoints = {
        rule.code: rule
        for rule in domain.endpoints
        if rule.unit is Unit.PATIENT and not rule.variant_of
    }
    with st.container(horizontal=True, vertical_alignment="bottom"):
        chosen = str(
            st.selectbox(
                "Endpoint",
                list(endpoints),
                format_func=lambda code: endpoints[code].name,
                key="model_endpoint",
                bind="query-params",
                width=300,
            )
        )
        kinds = list(_KINDS) if endpoints[chosen].competing else list(_KINDS)[:1]
        kind = _choose("Hazard", {kind: _KINDS[kind] for kind in kinds}, "model_hazard")
        missing = _choose("Missing covariates", _MISSING, "model_missing")
        sites = _choose("Sites", _SITES, "model_sites")
    return Model(chosen, _covariates(domain.code), kind, missing, sites)


def choose_comparison(page: Page) -> str:
    """Let the reader choose which techniques to compare in subgroups."""
    names = [comparison.name for comparison in DOMAINS[page.ask.filters.domain].comparisons]
    chosen = st.selectbox(
        "Techniques compared", names, key="model_pair", bind="query-params", width=420
    )
    return str(chosen or "")


def _choose(label: str, options: dict[Choice, str], key: str) -> Choice:
    chosen: Choice = st.selectbox(
        label,
        list(options),
        format_func=options.__getitem__,
        key=key,
        bind="query-params",
        width=260,
    )
    return chosen


def _covariates(domain_code: str) -> tuple[str, ...]:
    labels = {TECHNIQUE: "Technique"} | {
        field.name: field.label for field in covariates_of(domain_code)
    }
    return tuple(
        st.multiselect(
            "Covariates",
            list(labels),
            default=[TECHNIQUE, *usual_covariates(domain_code)],
            format_func=lambda name: labels.get(str(name), str(name)),
            key=f"model_covariates_{domain_code}",
            bind="query-params",
        )
    )
