"""The settings of a bundle: cohort, endpoint, policies, versions; no site by name or key."""

from collections.abc import Mapping
from dataclasses import asdict
from importlib.metadata import version
from platform import python_version

from analytics.endpoints import EndpointRule
from dashboard.answers.answer import Provenance
from dashboard.answers.gate import CODE
from dashboard.condition_words import condition_text
from queries.domains.catalogue import DOMAINS
from queries.filters import Filters

_LIBRARIES = ("numpy", "scipy", "pandas")


def settings_of(where_from: Provenance, rule: EndpointRule, figure_id: str) -> Mapping[str, object]:
    """Return what a result was made with, ready to be written as JSON."""
    return {
        "figure_id": figure_id,
        "source": where_from.source,
        "snapshot": where_from.snapshot_id,
        "data_cutoff": None if where_from.cutoff is None else where_from.cutoff.isoformat(),
        "is_synthetic": where_from.is_synthetic,
        "cohort": _cohort(where_from.filters),
        "endpoint": {
            "code": rule.code,
            "name": rule.name,
            "definition": rule.definition,
            "policy": rule.policy,
            "unit": rule.unit.value,
            "landmark_day": rule.landmark,
        },
        "versions": {
            "io-core-dashboard": CODE,
            "python": python_version(),
            **{name: version(name) for name in _LIBRARIES},
        },
    }


def _cohort(filters: Filters) -> Mapping[str, object]:
    chosen = asdict(filters)
    sites = chosen.pop("sites")
    return {
        **chosen,
        "domain_name": DOMAINS[filters.domain].name,
        "n_sites_chosen": len(sites),
        "conditions": [condition_text(one, filters.domain) for one in filters.criteria],
    }
