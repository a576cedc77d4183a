"""One sentence in place of what cannot be shown."""

import streamlit as st

from dashboard.wording import label_text


def notice(reason: str, remedy: str) -> None:
    """Say why something is not shown, and what the reader can do."""
    st.warning(f"{label_text(reason)}  \n{label_text(remedy)}", icon=":material/info:")
