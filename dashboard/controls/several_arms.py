"""Which three or more techniques are compared, on the comparison page."""

from dataclasses import replace

import streamlit as st

from analytics.covariate_levels import FEWEST
from queries.domains.catalogue import DOMAINS
from queries.domains.common import COMBINED
from queries.protocol import Protocol

_USUAL = 3


def choose_arms(protocol: Protocol) -> Protocol:
    """Let the reader choose the arms; all else is as the protocol says."""
    domain = DOMAINS[protocol.cohort.domain]
    offered = list(
        dict.fromkeys(
            code
            for one in domain.comparisons
            for code in (*one.first, *one.second)
            if code not in COMBINED  # given after time zero: no arm beside others
        )
    )
    chosen = st.multiselect(
        "Three or more techniques, each an arm of its own",
        offered,
        default=offered[:_USUAL],
        format_func=lambda code: domain.technique_label(str(code)),
        key=f"arms_{domain.code}",
        bind="query-params",
    )
    techniques = tuple(code for code in offered if code in chosen)
    names = [domain.technique_label(code) for code in techniques]
    return replace(
        protocol,
        comparison="Several techniques",
        arms=(names[0] if names else "", ", ".join(names[1:])),
        reference=techniques[:1],
        treated=techniques[1:],
        method="weighting",
        model="logistic",
        trim="",
        stabilised=False,
        fewest=FEWEST,
        several=True,
    )
