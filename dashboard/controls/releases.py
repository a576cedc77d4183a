"""Choosers of the page of releases."""

from dataclasses import replace

import streamlit as st

from dashboard.answers.answer import Answer
from dashboard.answers.preview import Preview
from dashboard.answers.published import Published
from dashboard.tables.released import ALL


def choose_domain(told: Published) -> str:
    """Let the reader switch between the domains of a release."""
    names = {domain.code: domain.name for domain in told.domains}
    chosen = st.selectbox(
        "Disease domain",
        list(names),
        format_func=names.__getitem__,
        key="reviewed_domain",
        bind="query-params",
        width=420,
    )
    return str(chosen)


def choose_curve(found: Answer[Preview]) -> Answer[Preview]:
    """Let the reader choose the curve that is looked at, and return the preview of it alone."""
    curves = found.value.curves
    names = {one.group: found.value.domain.label(one.group) for one in curves}
    if curves:
        names[curves[-1].group] = ALL
    chosen = st.selectbox(
        "Curve of",
        list(names),
        format_func=lambda code: names.get(str(code), str(code)),
        key="reviewed_curve",
        bind="query-params",
        width=420,
    )
    one = tuple(curve for curve in curves if curve.group == chosen) or curves[:1]
    return Answer(replace(found.value, curves=one), found.provenance)
