"""Entry: the server imports it once, each browser session runs it."""

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

if get_script_run_ctx(suppress_warning=True) is None:  # imported by the server
    from dashboard.server import lifespan, middleware, routes

    app = st.App(__file__, routes=routes(), middleware=middleware(), lifespan=lifespan)
else:  # run for one session
    from dashboard.frame import draw

    draw()
