"""What an author takes from an analysis: its methods in words, and what repeats it."""

from functools import partial

import streamlit as st

from analytics.cause_comparison import CauseComparison
from analytics.errors import AnalysisError
from analytics.group_incidence import IncidenceByGroup
from analytics.group_survival import SurvivalByGroup
from analytics.hazard_model import HazardModel
from dashboard import components
from dashboard.answers import bundle as rows
from dashboard.answers.answer import Answer, Ask, Provenance
from dashboard.answers.comparison_rows import plan_of
from dashboard.answers.competing import cause_comparison
from dashboard.answers.regression import TECHNIQUE
from dashboard.answers.row_gate import Looking
from dashboard.bundles.comparison import comparison_bundle, why_no_bundle
from dashboard.bundles.competing import competing_bundle
from dashboard.bundles.contents import Bundle
from dashboard.bundles.offer import Offer, offer_bundle
from dashboard.bundles.regression import IMPUTED, regression_bundle
from dashboard.bundles.survival import survival_bundle
from dashboard.comparison_values import Result
from dashboard.controls.outcomes import Chosen
from dashboard.export import file_name, standing
from dashboard.exports import Parcel, download, may_hand_out
from dashboard.page import Page
from dashboard.sentences import manuscript
from dashboard.sentences.manuscript import Told
from queries.errors import QueryError
from queries.scope import Reach

_OTHERWISE = "Choose weighting with a logistic score and no imputation to take a bundle away."


def take_survival(page: Page, ask: Ask, chosen: Chosen, curves: Answer[SurvivalByGroup]) -> None:
    """Offer the methods and the bundle of survival curves.

    Parameters
    ----------
    page : Page
        The opened page.
    ask : Ask
        What was asked, without those whom the reader left out.
    chosen : Chosen
        Endpoint and lines.
    curves : Answer of SurvivalByGroup
        What the page shows.
    """
    told = _told(page, curves.provenance, chosen.endpoint)
    said = manuscript.survival_paragraph(curves.value, told)
    _paragraph("survival", said, curves.provenance)
    offer = Offer("survival", told, said, int(curves.value.overall.curve.n))
    offer_bundle(page, offer, partial(_survival, ask, told, curves.value))


def take_incidence(
    page: Page, ask: Ask, chosen: Chosen, incidence: Answer[IncidenceByGroup]
) -> None:
    """Offer the methods and the bundle of cumulative incidences; parameters as above."""
    told = _told(page, incidence.provenance, chosen.endpoint)
    said = manuscript.incidence_paragraph(incidence.value, told)
    _paragraph("competing", said, incidence.provenance)
    offer = Offer("competing", told, said, int(incidence.value.overall.curve.n))
    offer_bundle(page, offer, partial(_competing, ask, told, incidence.value, lines=chosen.lines))


def take_regression(page: Page, endpoint_code: str, fitted: Answer[HazardModel]) -> None:
    """Offer the methods and the bundle of a regression."""
    model = fitted.value
    told = _told(page, fitted.provenance, endpoint_code)
    said = manuscript.regression_paragraph(model, told)
    _paragraph("regression", said, fitted.provenance)
    refusal = IMPUTED if model.is_imputed else ("", "")
    offer = Offer("regression", told, said, model.n + model.n_incomplete, refusal)
    offer_bundle(page, offer, partial(_regression, page.ask, told, model))


def take_comparison(page: Page, result: Answer[Result]) -> None:
    """Offer the methods and the bundle of an adjusted comparison."""
    found = result.value
    told = _told(page, result.provenance, found.protocol.endpoint)
    said = manuscript.comparison_paragraph(found, told)
    _paragraph("comparison", said, result.provenance)
    reason = why_no_bundle(found)
    offer = Offer(
        "comparison",
        told,
        said,
        sum(found.compared.n_given),
        (reason, _OTHERWISE) if reason else ("", ""),
    )
    ask = Ask(page.ask.scope, found.protocol.cohort)
    offer_bundle(page, offer, partial(_comparison, ask, told, found))


def _told(page: Page, where_from: Provenance, endpoint_code: str) -> Told:
    scope = page.ask.scope
    n_sites = len(scope.sites) if scope.site_reach is Reach.LISTED else 0
    return Told(where_from, endpoint_code, components.words_of(where_from, endpoint_code), n_sites)


def _paragraph(name: str, said: str, where_from: Provenance) -> None:
    with st.expander("Methods, for a manuscript", icon=":material/article:", key=f"methods_{name}"):
        st.code(said, language=None, wrap_lines=True)
        if not may_hand_out():
            return
        download(
            "Methods, TXT",
            Parcel(f"{name}-methods", "TXT", where_from.snapshot_id, where_from.is_synthetic),
            partial(_text, said, where_from),
            file_name=file_name(f"{name}-methods", where_from, "txt"),
            mime="text/plain",
            key=f"file_{name}_methods",
            icon=":material/download:",
            type="tertiary",
        )


def _text(said: str, where_from: Provenance, export_id: str) -> str:
    return f"{said}\n\n{standing(is_synthetic=where_from.is_synthetic)}; export {export_id}.\n"


def _survival(ask: Ask, told: Told, curves: SurvivalByGroup, looking: Looking) -> Bundle:
    drawn = tuple(group.group for group in curves.groups)
    found = rows.followed_rows(ask, looking, told.endpoint_code, drawn).value
    return survival_bundle(curves, found, told.words)


def _competing(
    ask: Ask, told: Told, incidence: IncidenceByGroup, looking: Looking, *, lines: tuple[str, ...]
) -> Bundle:
    drawn = tuple(group.group for group in incidence.groups)
    found = rows.followed_rows(ask, looking, told.endpoint_code, drawn).value
    compared = _compared(ask, told.endpoint_code, lines)
    return competing_bundle(incidence, compared, found, told.words)


def _compared(ask: Ask, endpoint_code: str, lines: tuple[str, ...]) -> CauseComparison | None:
    try:
        return cause_comparison(ask, endpoint_code=endpoint_code, lines=lines).value
    except (AnalysisError, QueryError):  # one technique only: there is no test to repeat
        return None


def _regression(ask: Ask, told: Told, model: HazardModel, looking: Looking) -> Bundle:
    names = tuple(one.name for one in model.plan.variables if one.name != TECHNIQUE)
    people, n_capped = rows.modelled_rows(ask, looking, told.endpoint_code, names).value
    return regression_bundle(model, people, n_capped, told.words)


def _comparison(ask: Ask, told: Told, result: Result, looking: Looking) -> Bundle:
    outcome, n_capped = rows.compared_rows(ask, looking, result.protocol).value
    return comparison_bundle(
        result, plan_of(result.protocol), outcome, n_capped=n_capped, words=told.words
    )
