"""What a field that is not entered costs planned comparisons, as pages ask for it."""

from collections import defaultdict

import numpy as np
import pandas as pd

from analytics.inputs import Bools
from analytics.missing_cost import ComparisonCost, Gaps, MissingCost, comparison_cost, site_costs
from dashboard.answers.answer import Answer, Ask
from dashboard.answers.gate import answer
from dashboard.answers.planned import Planned, compared_patients, of_every_technique, planned_of
from queries.domains.model import Field
from queries.domains.planned import entered_covariates
from queries.errors import EmptyCohort
from queries.policies import View
from queries.reads.accrual import sites_in_reach
from queries.registry import Registry


def missing_cost(ask: Ask) -> Answer[MissingCost]:
    """Count the patients and the effective size that gaps in covariates cost comparisons.

    A filter on technique is taken off: the comparison tells the techniques.
    """
    return _missing_cost(of_every_technique(ask))


def of_comparison(found: Answer[MissingCost], name: str) -> Answer[ComparisonCost]:
    """Return what gaps cost one of the comparisons; the first one where the name is not known."""
    every = found.value.comparisons
    chosen = next((one for one in every if one.name == name), every[0])
    return Answer(chosen, found.provenance)


@answer(View.COMPLETENESS, methods="missing")
def _missing_cost(registry: Registry) -> MissingCost:
    rows = compared_patients(registry)
    fields = entered_covariates(registry.domain)
    missing = pd.DataFrame({field.name: not_entered(rows, field) for field in fields})
    never = [field.name for field in fields if missing[field.name].all()]
    counted = missing.drop(columns=never)
    labels = {field.name: field.label for field in fields}
    sites = sites_in_reach(registry).frame
    texts = dict(zip(sites["site_id"], sites["site_text"], strict=True))
    gaps = Gaps(counted, labels, rows["site_id"].map(texts))
    divided = planned_of(registry.domain, rows)
    comparisons = tuple(_cost(one, gaps, registry.domain) for one in divided if one.has_both)
    if not comparisons:
        raise EmptyCohort(
            "In every planned comparison one arm has nobody in view, so nothing can be lost to it.",
            "Widen the region, country or site in the filters.",
        )
    return MissingCost(
        comparisons=comparisons,
        sites=site_costs(gaps, _summed(comparisons)),
        n=len(rows),
        lost=int(gaps.lost.sum()),
        covariates=counted.shape[1],
        never_entered=tuple(labels[name] for name in never),
        one_armed=tuple(one.comparison.name for one in divided if not one.has_both),
    )


def not_entered(rows: pd.DataFrame, field: Field) -> Bools:
    """Return in whom a field applies and is not entered; a stated "unknown" is an entry.

    Where it is not known whether the field applies, the gap is that of its condition.
    """
    empty: Bools = rows[field.name].isna().to_numpy(dtype=np.bool_)
    if field.applies_when is None or field.applies_when[0] not in rows:
        return empty
    condition, *codes = field.applies_when
    return empty & rows[condition].isin(codes).to_numpy(dtype=np.bool_)


def _cost(planned: Planned, gaps: Gaps, domain_code: str) -> ComparisonCost:
    weighed = planned.weighed(domain_code)
    mine = np.zeros(len(gaps.missing), dtype=np.bool_)
    mine[planned.rows.index.to_numpy()] = True
    return comparison_cost(
        planned.comparison.name,
        planned.arms,
        gaps.of(mine),
        planned.second,
        design=weighed.design,
        why_no_ess=weighed.why_not,
    )


def _summed(comparisons: tuple[ComparisonCost, ...]) -> "pd.Series[float]":
    total: dict[str, float] = defaultdict(float)
    for comparison in comparisons:
        for cost in comparison.sites:
            if not np.isnan(cost.ess):
                total[cost.site] += cost.ess
    return pd.Series(total, dtype=np.float64)
