"""Which covariates go with an outcome, and for whom one technique differs from another."""

import streamlit as st

from dashboard import components
from dashboard.answers.regression import regression, subgroups
from dashboard.controls.regression import choose_comparison, choose_model
from dashboard.errors import section
from dashboard.exhibits.regression import FOREST, SUBGROUPS
from dashboard.page import open_page
from dashboard.tables.regression import model_key_figures
from dashboard.take_away import take_regression

page = open_page("regression")

model = choose_model(page)
with section(), st.spinner("Fitting the model ..."):
    fitted = regression(
        page.ask,
        model.endpoint_code,
        model.covariates,
        kind=model.kind,
        missing=model.missing,
        sites=model.sites,
    )
    components.metrics(fitted, model_key_figures, endpoint_code=model.endpoint_code)
    components.figure(fitted, FOREST, endpoint_code=model.endpoint_code)
    take_regression(page, model.endpoint_code, fitted)

pair = choose_comparison(page)
with section():
    compared = subgroups(page.ask, model.endpoint_code, model.covariates, pair)
    components.figure(compared, SUBGROUPS, endpoint_code=model.endpoint_code)
