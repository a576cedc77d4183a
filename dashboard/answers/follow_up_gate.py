"""The follow-up gate, as outcome pages ask for it: sites and techniques with too few known."""

from dataclasses import replace

import pandas as pd

from analytics.cells import CountTable
from analytics.follow_up_gate import Followed, FollowUpGate, follow_up_gate, followed
from dashboard.answers.answer import Ask
from dashboard.answers.counted import codes_in_order, known_at_one_year
from dashboard.answers.gate import answer
from queries.domains.catalogue import DOMAINS
from queries.errors import EmptyCohort
from queries.policies import View
from queries.reads.accrual import sites_in_reach
from queries.reads.outcomes import counted_by_site, followed_by_month
from queries.reads.timeliness import observation_by_site
from queries.registry import Registry

ONE_YEAR = 12  # months
DEATH = "OS"  # of which it is known at one year whether it has happened


@answer(View.SURVIVAL, methods="survival")
def gate_of_survival(registry: Registry, endpoint_code: str) -> FollowUpGate:
    """Hold sites and techniques to the follow-up gate, for the survival page."""
    return _gate(registry, endpoint_code)


@answer(View.COMPETING, methods="competing")
def gate_of_competing(registry: Registry, endpoint_code: str) -> FollowUpGate:
    """Hold sites and techniques to the follow-up gate, for the page of competing risks."""
    return _gate(registry, endpoint_code)


def techniques_below(registry: Registry, deaths: CountTable | None = None) -> frozenset[str]:
    """Return the codes of the techniques below the gate.

    Parameters
    ----------
    registry : Registry
        Tables in reach.
    deaths : CountTable, optional
        `followed_by_month` of overall survival, where it has been read already.
    """
    return frozenset(its.code for its in _techniques(registry, deaths) if its.is_below)


def without_those_below(ask: Ask, gate: FollowUpGate) -> Ask:
    """Return the same ask without the sites and techniques below the gate.

    Raises
    ------
    EmptyCohort
        If nobody would be left.
    """
    if gate.holds:
        return ask
    sites = tuple(site.code for site in gate.sites if not site.is_below)
    techniques = tuple(its.code for its in gate.techniques if not its.is_below)
    if not sites or not techniques:
        raise EmptyCohort(
            "Every site or every technique in view lies below the follow-up gate: nobody is left.",
            "Switch off “Leave out”, or widen the filters.",
        )
    kept_sites = sites if gate.sites_below else ask.filters.sites
    kept_techniques = techniques if gate.techniques_below else ask.filters.techniques
    filters = replace(ask.filters, sites=kept_sites, techniques=kept_techniques)
    return replace(ask, filters=filters)


def _gate(registry: Registry, endpoint_code: str) -> FollowUpGate:
    counted = counted_by_site(registry, endpoint_code).frame
    triples = [
        (str(site), str(technique), int(n))
        for site, technique, n in zip(
            counted["site_id"], counted["technique_code"], counted["n"], strict=True
        )
    ]
    present = {technique for _, technique, _ in triples}
    techniques = [its for its in _techniques(registry) if its.code in present]
    return follow_up_gate(_sites(registry), techniques, triples)


def _sites(registry: Registry) -> list[Followed]:
    observed = observation_by_site(registry).frame
    at_one_year = observed[observed["horizon_months"] == ONE_YEAR]
    made: pd.DataFrame = at_one_year.groupby("site_id")[["n_known", "n"]].sum()
    sites = sites_in_reach(registry).frame
    return [
        followed(str(site), str(text), *_known(made, str(site)))
        for site, text in zip(sites["site_id"], sites["site_text"], strict=True)
    ]


def _techniques(registry: Registry, deaths: CountTable | None = None) -> list[Followed]:
    counts = followed_by_month(registry, DEATH) if deaths is None else deaths
    made = known_at_one_year(counts, registry.cutoff)
    codes = codes_in_order([str(code) for code in counts.frame["technique_code"]], registry.domain)
    label = DOMAINS[registry.domain].technique_label
    return [followed(code, label(code), *_known(made, code)) for code in codes]


def _known(made: pd.DataFrame, code: str) -> tuple[int, int]:
    row = made[made.index == code]
    return int(row["n_known"].sum()), int(row["n"].sum())
