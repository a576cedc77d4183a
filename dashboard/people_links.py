"""The part of the page of people that says who signs in through an identity provider."""

import streamlit as st

from dashboard.settings import settings
from dashboard.sign_in.linking import invite, unlink
from dashboard.wording import label_text
from queries.state.people import Person


def show_links(actor: str, chosen: Person, link: str) -> None:
    """Invite a person to a provider, or take their accounts from them.

    Parameters
    ----------
    actor : str
        Who does so, by name.
    chosen : Person
        Whose accounts they are.
    link : str
        `bound`, `invited`, or empty.
    """
    by_label = {
        provider.label: provider.key
        for provider in settings().all_providers
        if not provider.groups  # there the groups give the role
    }
    if by_label:
        with st.form("invite", border=True, clear_on_submit=True):
            label = st.selectbox("Identity provider", list(by_label))
            email = st.text_input("E-mail address, verified there", max_chars=200)
            if st.form_submit_button("Invite"):
                invite(actor, chosen.name, key=by_label[str(label)], email=email)
                st.success(
                    f"Whoever signs in first at {label_text(str(label))} with this verified "
                    f"address is {label_text(chosen.name)}.",
                    icon=":material/mail:",
                )
    if link and st.button("Take accounts at providers", icon=":material/link_off:"):
        taken = unlink(actor, chosen.name)
        st.success(f"{taken} accounts and invitations were taken; all sessions were ended.")
