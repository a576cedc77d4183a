"""Choosers of the response page."""

from collections.abc import Callable, Sequence

import streamlit as st

from dashboard.answers.response import Readings
from dashboard.sentences.response import criterion_name, reader_name


def choose_criterion(offered: Readings) -> tuple[str, tuple[str, ...]]:
    """Let the reader choose a criterion, and return it with those who read by it."""
    readers = dict(offered.readers)
    chosen = _chosen("Criterion", list(readers), criterion_name, "criterion")
    return chosen, readers[chosen]


def choose_reader(readers: Sequence[str]) -> str:
    """Let the reader choose whose readings are shown."""
    return _chosen("Read by", readers, reader_name, "reader")


def _chosen(label: str, options: Sequence[str], name: Callable[[str], str], key: str) -> str:
    chosen = st.segmented_control(
        label,
        options,
        format_func=name,
        required=True,
        default=options[0],
        key=key,
        bind="query-params",
    )
    return str(chosen)
