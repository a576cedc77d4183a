"""Chooser of the page of patient-reported outcomes."""

import streamlit as st

from dashboard.answers.reported import Scales
from dashboard.sentences.reported import scale_name
from queries.domains.instruments import PAIN, scale_of


def choose_scale(offered: Scales) -> tuple[str, str]:
    """Let the reader choose a scale among those that patients answered."""
    scales = {
        f"{instrument}-{code}": (instrument, code) for instrument, code, _ in offered.answered
    }
    chosen = st.selectbox(
        "Questionnaire and scale",
        list(scales),
        format_func=lambda key: scale_name(scales[key][0], scale_of(*scales[key])),
        key="scale",
        bind="query-params",
        width=420,
    )
    return scales[str(chosen)]


def has_important_change(instrument: str, code: str) -> bool:
    """Say whether a published smallest important change is used for a scale."""
    return scale_of(instrument, code).important is not None


def is_pain(instrument: str, code: str) -> bool:
    """Say whether a scale is the one by which response of pain is judged."""
    return (instrument, code) == PAIN
