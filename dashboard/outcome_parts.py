"""What stands under the figure of an outcome page; only the part that is open is computed."""

from analytics.follow_up_gate import FollowUpGate
from analytics.group_incidence import IncidenceByGroup
from analytics.group_survival import SurvivalByGroup
from dashboard import components
from dashboard.answers.answer import Answer, Ask
from dashboard.answers.competing import cause_comparison, incidence_by_technique
from dashboard.answers.for_publication import publishable_incidence, publishable_survival
from dashboard.answers.survival import survival_by_technique
from dashboard.answers.survival_comparison import survival_comparison
from dashboard.controls import outcomes as controls
from dashboard.controls.outcomes import Chosen
from dashboard.errors import section
from dashboard.exhibits.competing import INCIDENCE_BENCHMARKS, INCIDENCE_SUMMARY, RATIOS
from dashboard.exhibits.follow_up_gate import GATE
from dashboard.exhibits.for_publication import PUBLISHABLE_INCIDENCE, PUBLISHABLE_SURVIVAL
from dashboard.exhibits.survival import MATURITY, SURVIVAL_BENCHMARKS, SURVIVAL_SUMMARY
from dashboard.exhibits.survival_comparison import PAIRS, RESTRICTED_MEANS
from dashboard.page import Page

NUMBERS, COMPARISON, FOLLOW_UP = "In numbers", "Comparison", "Follow-up"
PUBLISHED = "Published figures"
TO_PUBLISH = "For publication"
PARTS = (NUMBERS, COMPARISON, FOLLOW_UP, PUBLISHED, TO_PUBLISH)


def survival_parts(
    page: Page,
    ask: Ask,
    chosen: Chosen,
    *,
    curves: Answer[SurvivalByGroup],
    gate: Answer[FollowUpGate],
) -> None:
    """Show one part under the survival curves.

    Parameters
    ----------
    page : Page
        The opened page.
    ask : Ask
        What is asked, without those whom the reader left out.
    chosen : Chosen
        Endpoint and lines.
    curves : Answer of SurvivalByGroup
        What is drawn above.
    gate : Answer of FollowUpGate
        Sites and techniques held to the follow-up gate.
    """
    part, code = controls.choose_part(PARTS, "survival_part"), chosen.endpoint
    if part == NUMBERS:
        components.table(curves, SURVIVAL_SUMMARY, endpoint_code=code)
    elif part == COMPARISON:
        _compare_survival(page, ask, chosen, curves)
    elif part == FOLLOW_UP:
        components.table(curves, MATURITY, endpoint_code=code)
        components.table(gate, GATE)
    elif part == TO_PUBLISH:
        protected = publishable_survival(ask, endpoint_code=code)
        components.table(protected, PUBLISHABLE_SURVIVAL, endpoint_code=code)
    else:
        listed = survival_by_technique(
            ask, endpoint_code=code, lines=chosen.lines, with_published=True
        )
        components.table(listed, SURVIVAL_BENCHMARKS, endpoint_code=code)


def incidence_parts(
    page: Page,
    ask: Ask,
    chosen: Chosen,
    *,
    incidence: Answer[IncidenceByGroup],
    gate: Answer[FollowUpGate],
) -> None:
    """Show one part under the cumulative incidences.

    Parameters
    ----------
    page, ask, chosen, gate
        As in `survival_parts`.
    incidence : Answer of IncidenceByGroup
        What is drawn above.
    """
    part, code = controls.choose_part(PARTS, "event_part"), chosen.endpoint
    if part == NUMBERS:
        components.table(incidence, INCIDENCE_SUMMARY, endpoint_code=code)
    elif part == COMPARISON:
        groups = [group.group for group in incidence.value.groups]
        reference = controls.choose_reference(page, groups, "event_reference")
        with section():
            ratios = cause_comparison(
                ask, endpoint_code=code, lines=chosen.lines, reference=reference
            )
            components.table(ratios, RATIOS, endpoint_code=code)
    elif part == FOLLOW_UP:
        components.table(gate, GATE)
    elif part == TO_PUBLISH:
        protected = publishable_incidence(ask, endpoint_code=code)
        components.table(protected, PUBLISHABLE_INCIDENCE, endpoint_code=code)
    else:
        listed = incidence_by_technique(
            ask, endpoint_code=code, lines=chosen.lines, with_published=True
        )
        components.table(listed, INCIDENCE_BENCHMARKS, endpoint_code=code)


def _compare_survival(
    page: Page, ask: Ask, chosen: Chosen, curves: Answer[SurvivalByGroup]
) -> None:
    groups = [group.group for group in curves.value.groups]
    with components.row():
        reference = controls.choose_reference(page, groups, "survival_reference")
        horizon = controls.choose_horizon()
        stratum = controls.choose_stratum()
    with section():
        compared = survival_comparison(
            ask,
            endpoint_code=chosen.endpoint,
            lines=chosen.lines,
            reference=reference,
            horizon_months=horizon,
            stratum=stratum,
        )
        components.table(compared, RESTRICTED_MEANS, endpoint_code=chosen.endpoint)
        components.table(compared, PAIRS, endpoint_code=chosen.endpoint)
