"""The card that asks both questions of a forecast, by which day and which number, and answers."""

from datetime import date, timedelta

import streamlit as st

from analytics.outlook import Outlook
from dashboard import components
from dashboard.answers.answer import Answer, Ask
from dashboard.answers.forecast import Start, forecast_start, outlook
from dashboard.sentences.forecast import forecast_headline
from dashboard.tables.forecast import forecast_key_figures

_A_YEAR, _TEN_YEARS = 365, 3652  # days
_MOST = 10_000_000  # diagnoses


def draw(ask: Ask) -> Answer[Outlook]:
    """Draw the card and return the forecast that it shows."""
    start = forecast_start(ask).value
    with st.container(border=True):
        with components.row():
            days = (_by(start) - start.cutoff).days
            number = _number(start, ask)
        found = outlook(ask, days=days, number=number)
        components.headline(found, forecast_headline)
        components.metrics(found, forecast_key_figures)
    return found


def _by(start: Start) -> date:
    return st.date_input(
        "How many by this day?",
        value=start.cutoff + timedelta(days=_A_YEAR),
        min_value=start.cutoff + timedelta(days=1),
        max_value=start.cutoff + timedelta(days=_TEN_YEARS),
        format="YYYY-MM-DD",
        key=f"forecast_by_after_{start.cutoff:%Y%m%d}",
        required=True,
        width=240,
    )


def _number(start: Start, ask: Ask) -> int:
    chosen = ask.filters
    # Another place has another plan, so its number is asked anew.
    places = "_".join((chosen.domain, *chosen.regions, *chosen.countries, *chosen.sites))
    return int(
        st.number_input(
            "When is this number reached?",
            min_value=0,
            max_value=_MOST,
            value=start.number,
            step=10,
            key=f"forecast_number_of_{places}",
            width=240,
        )
    )
