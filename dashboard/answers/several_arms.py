"""The design of a comparison of three or more techniques; outcomes are not read."""

from typing import cast

import numpy as np

from analytics.covariate_handling import Missing
from analytics.multiarm_report import MultiPlan, MultiReport, multi_report
from dashboard.answers.answer import Answer, Ask
from dashboard.answers.comparison import by_arms
from dashboard.answers.comparison_rows import baseline_rows, plan_of
from dashboard.answers.gate import answer
from queries.domains.catalogue import DOMAINS
from queries.policies import View
from queries.protocol import Protocol
from queries.registry import Registry


def design_of_several(ask: Ask, protocol: Protocol) -> Answer[MultiReport]:
    """Return the design in which each technique of a protocol is an arm of its own.

    Raises
    ------
    AnalysisError
        As `multi_report`.
    """
    return by_arms(_several(Ask(ask.scope, protocol.cohort), protocol), protocol)


@answer(View.COMPARING, methods="comparison")
def _several(registry: Registry, protocol: Protocol) -> MultiReport:
    domain = DOMAINS[protocol.cohort.domain]
    rows, _, _ = baseline_rows(registry, protocol)
    place = {code: at for at, code in enumerate(protocol.techniques)}
    member = np.asarray(rows["technique_code"].map(place), dtype=np.int64)
    plan = MultiPlan(
        arms=tuple(domain.technique_label(code) for code in protocol.techniques),
        covariates=plan_of(protocol).covariates,
        missing=cast("Missing", protocol.missing),
        estimand=protocol.estimand,
    )
    return multi_report(rows, member, plan)
