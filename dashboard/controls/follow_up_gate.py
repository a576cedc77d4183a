"""The follow-up gate on outcome pages: said in words, and left out at one click."""

import streamlit as st

from analytics.endpoints import Unit
from analytics.follow_up_gate import FollowUpGate
from dashboard.answers.answer import Answer, Ask
from dashboard.answers.follow_up_gate import without_those_below
from dashboard.sentences.follow_up_gate import gate_said, leave_out_label, left_out_said
from dashboard.sentences.survival import UNITS
from dashboard.wording import label_text


def held_to_gate(ask: Ask, gate: Answer[FollowUpGate], unit: Unit, key: str) -> Ask:
    """Say what lies below the gate, and return the ask, without it where the reader chose so.

    Parameters
    ----------
    ask : Ask
        Who asks for what.
    gate : Answer of FollowUpGate
        Sites and techniques in view, held to the gate.
    unit : Unit
        What is counted.
    key : str
        Name of the switch in the address.

    Raises
    ------
    EmptyCohort
        If nobody would be left.
    """
    result, counted = gate.value, UNITS[unit]
    if result.holds:
        st.caption(label_text(gate_said(result)))
        return ask
    st.caption(f":material/flag: {label_text(gate_said(result))}")
    leaves = st.toggle(label_text(leave_out_label(result, counted)), key=key, bind="query-params")
    if not leaves:
        return ask
    st.caption(label_text(left_out_said(result, counted)))
    return without_those_below(ask, result)
