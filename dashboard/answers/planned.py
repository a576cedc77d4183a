"""The patients of planned comparisons as rows, for the answers that count over them."""

from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from analytics.errors import AnalysisError
from analytics.inputs import Bools
from analytics.planned_design import PlannedDesign, planned_design
from dashboard.answers.answer import Ask
from queries.domains.catalogue import DOMAINS
from queries.domains.model import Comparison
from queries.domains.planned import (
    LOGGED,
    entered_covariates,
    planned_covariates,
    techniques_of,
)
from queries.errors import EmptyCohort
from queries.reads.records import baseline_of
from queries.registry import Registry


@dataclass(frozen=True, eq=False)
class Weighed:
    """The score model of a planned comparison, or why there is none."""

    design: PlannedDesign | None
    why_not: str
    reason: type[AnalysisError] | None


@dataclass(frozen=True, eq=False)
class Planned:
    """A planned comparison and its patients; arrays have one entry per patient."""

    comparison: Comparison
    arms: tuple[str, str]  # names
    rows: pd.DataFrame
    second: Bools

    @property
    def has_both(self) -> bool:
        """Whether each arm has somebody."""
        return bool(self.second.any() and not self.second.all())

    def weighed(self, domain_code: str) -> Weighed:
        """Score the two arms, or say why that cannot be."""
        names = [field.name for field in planned_covariates(domain_code)]
        try:
            found = planned_design(self.rows[names], self.second, self.arms, logged=LOGGED)
        except AnalysisError as error:
            return Weighed(None, f"{error.reason} {error.remedy}", type(error))
        return Weighed(found, "", None)


def of_every_technique(ask: Ask) -> Ask:
    """Return the same ask without technique and period.

    Techniques are told by the comparison; and a filter on one of them would tell an arm's
    outcome where both arms must stay together.
    """
    filters = replace(ask.filters, techniques=(), first_year=None, last_year=None)
    return replace(ask, filters=filters)


def compared_patients(registry: Registry) -> pd.DataFrame:
    """Return the patients of every planned comparison, without outcome.

    Raises
    ------
    EmptyCohort
        If the domain plans no comparison, or nobody is in one.
    """
    comparisons = DOMAINS[registry.domain].comparisons
    if not comparisons:
        raise EmptyCohort(
            "No comparison of techniques is planned in this disease domain.",
            "Choose another domain.",
        )
    names = [
        field.name
        for fields in (entered_covariates(registry.domain), planned_covariates(registry.domain))
        for field in fields
    ]
    rows = baseline_of(registry, tuple(dict.fromkeys(names)))
    planned = frozenset().union(*(techniques_of(one) for one in comparisons))
    kept = rows[rows["technique_code"].isin(planned)].reset_index(drop=True)
    if kept.empty:
        raise EmptyCohort(
            "Nobody in view had a technique of a planned comparison.",
            "Widen the region, country or site in the filters.",
        )
    return kept


def planned_of(domain_code: str, rows: pd.DataFrame) -> tuple[Planned, ...]:
    """Divide patients into the planned comparisons of a domain."""
    domain = DOMAINS[domain_code]
    found = []
    for comparison in domain.comparisons:
        technique = rows["technique_code"]
        mine = rows[technique.isin(techniques_of(comparison))]
        second = mine["technique_code"].isin(comparison.second).to_numpy(dtype=np.bool_)
        arms = [
            " or ".join(domain.technique_label(code) for code in codes if (technique == code).any())
            or domain.technique_label(codes[0])
            for codes in (comparison.first, comparison.second)
        ]
        found.append(Planned(comparison, (arms[0], arms[1]), mine, second))
    return tuple(found)
