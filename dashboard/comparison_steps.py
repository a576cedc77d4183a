"""The steps of a comparison on its page: protocol, design, gate, results, robustness."""

import streamlit as st

from dashboard import components
from dashboard.answers import frozen_protocols
from dashboard.answers.answer import Answer
from dashboard.answers.comparison import comparison_design, comparison_result
from dashboard.answers.comparison_robustness import robustness
from dashboard.comparison_early import show_controls, show_early
from dashboard.comparison_moved import show_moved, show_saved
from dashboard.comparison_values import Designed, Result
from dashboard.controls import comparison as controls
from dashboard.errors import section
from dashboard.exhibits import comparison as exhibits
from dashboard.exhibits.robustness import PLACES, SPECIFICATIONS, SUBGROUPS
from dashboard.page import Page
from dashboard.reports.shown import report_files
from dashboard.sentences import comparison as told
from dashboard.sentences.protocol import standing_said, time_zero_said
from dashboard.sentences.robustness import would_have_to_be_true
from dashboard.several_arms import show_several
from dashboard.tables.comparison_design import key_figures as design_figures
from dashboard.tables.comparison_result import key_figures as result_figures
from dashboard.tables.protocol import frozen_table, target_trial
from dashboard.take_away import take_comparison
from dashboard.wording import label_text
from queries.protocol import Protocol


def show(page: Page) -> None:
    """Show the comparison page to whoever may compute, or only read."""
    if not controls.decides(page):
        with section():
            _list(page)
        return
    protocol = controls.choose_protocol(page)
    if protocol is None:
        components.notice(
            "No comparison of techniques makes clinical sense in this domain.",
            "Choose another disease domain.",
        )
        return
    if page.ask.filters.techniques:
        st.caption("The filter on techniques does not apply here: the question names both arms.")
    with section():
        standing = frozen_protocols.state_of(page.ask, protocol)
        st.markdown(f"**{label_text(standing_said(protocol, standing))}**")
    step = controls.choose_step()
    with section():
        _STEPS[step](page, protocol)
    st.divider()
    with section():
        _list(page)


def _protocol(page: Page, protocol: Protocol) -> None:
    for reason, remedy in time_zero_said(protocol):
        components.notice(reason, remedy)
    with section():
        components.figure(comparison_design(page.ask, protocol), exhibits.PREFERENCE)
    st.subheader("The trial that is emulated", anchor=False)
    card = target_trial(protocol)
    st.table(card, border="horizontal", hide_index=True, alt=told.card_seen(protocol))


def _design(page: Page, protocol: Protocol) -> None:
    designed = comparison_design(page.ask, protocol)
    _positivity(designed)
    components.metrics(designed, design_figures)
    components.headline(designed, told.design_said)
    components.figure(designed, exhibits.PREFERENCE)
    components.figure(designed, exhibits.LOVE)
    components.table(designed, exhibits.ATTRITION)
    components.table(designed, exhibits.COVARIATES)
    components.table(designed, exhibits.REGIONS)
    components.figure(designed, exhibits.SCORES)
    if designed.value.report.left_out:
        components.folded_table(designed, exhibits.LEFT_OUT)


def _gate(page: Page, protocol: Protocol) -> None:
    designed = comparison_design(page.ask, protocol)
    _positivity(designed)
    components.table(designed, exhibits.GATE)
    standing = frozen_protocols.state_of(page.ask, protocol)
    if standing is None:
        with st.form("freeze"):
            name = st.text_input("Name of the protocol", value=protocol.comparison, max_chars=80)
            if st.form_submit_button("Freeze this protocol", icon=":material/lock:"):
                frozen_protocols.freeze(page.ask, designed, name, by=controls.author(page))
                st.rerun()
    elif not standing.is_open:
        with st.form("open"):
            reason = st.text_area(
                "Why is this design to be opened although it failed? (20 characters or more)",
                max_chars=600,
            )
            if st.form_submit_button("Open with this reason", icon=":material/lock_open:"):
                frozen_protocols.open_anyway(page.ask, standing, reason, by=controls.author(page))
                st.rerun()


def _results(page: Page, protocol: Protocol) -> None:
    result = comparison_result(page.ask, protocol)
    code = protocol.endpoint
    designed = comparison_design(page.ask, protocol)
    _positivity(designed)  # before any number of the outcome
    _reasons(result.value)
    words = components.words_of(result.provenance, code)
    st.markdown(f"**{label_text(told.result_quoted(result.value, words))}**")
    st.markdown(label_text(told.not_shown(result.value, words)))
    components.metrics(result, result_figures, endpoint_code=code)
    components.figure(result, exhibits.CURVES, endpoint_code=code)
    components.table(result, exhibits.EFFECTS, endpoint_code=code)
    components.table(result, exhibits.LANDMARKS, endpoint_code=code)
    components.table(result, exhibits.OPINIONS, endpoint_code=code)
    with section():
        show_early(page, protocol)
    with section():
        show_moved(page, protocol, result)
    report_files(page, designed, result, None)
    take_comparison(page, result)


def _positivity(designed: Answer[Designed]) -> None:
    reason = told.positivity_said(designed.value, components.words_of(designed.provenance, ""))
    if reason:
        components.notice(
            reason, "Restrict the comparison to patients who could have had either technique."
        )


def _reasons(result: Result) -> None:
    for reason in result.reasons:
        components.notice("This design failed its gate and was opened with a reason.", reason)


def _robustness(page: Page, protocol: Protocol) -> None:
    result = comparison_result(page.ask, protocol)  # refused before a switch is offered
    _reasons(result.value)
    with section():
        show_controls(page, protocol)
    if not controls.wants_robustness():
        st.markdown("Some twenty specifications, every region and site, and subgroups: a minute.")
        return
    bar = st.progress(0.0)
    # Switched off, the run ends between two steps; what was worked out is kept.
    for progress in robustness(page.ask, protocol):
        bar.progress(progress.share, text=progress.doing or "Done")
        found = progress.found
    bar.empty()
    st.markdown(f"**{label_text(would_have_to_be_true(found.value))}**")
    code = protocol.endpoint
    components.figure(found, SPECIFICATIONS, endpoint_code=code)
    components.figure(found, PLACES, endpoint_code=code)
    components.figure(found, SUBGROUPS, endpoint_code=code)
    report_files(page, comparison_design(page.ask, protocol), result, found.value)


def _list(page: Page) -> None:
    st.subheader("Every frozen protocol", anchor=False)
    frozen = frozen_protocols.every_frozen(page.ask)
    if not frozen:
        st.markdown("No protocol is frozen yet.")
        return
    st.table(frozen_table(frozen), border="horizontal", hide_index=True, alt="Frozen protocols")
    chosen = controls.choose_frozen(frozen, "Read the saved result of")
    if chosen is not None:
        report = frozen_protocols.saved_report(page.ask, chosen)
        show_saved(page, chosen.protocol)
        st.markdown(report or "No result of this protocol has been saved.")


_STEPS = {
    controls.PROTOCOL: _protocol,
    controls.DESIGN: _design,
    controls.GATE: _gate,
    controls.RESULTS: _results,
    controls.ROBUSTNESS: _robustness,
    controls.SEVERAL: show_several,
}
