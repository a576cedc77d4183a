"""The pages of administration: who may sign in, and what was done by whom."""

import pandas as pd
import streamlit as st

from dashboard import auth, components
from dashboard.anchoring import Standing, anchored
from dashboard.errors import section
from dashboard.people_links import show_links
from dashboard.settings import Environment, settings
from dashboard.sign_in.linking import state_by_link
from dashboard.visitor import now
from dashboard.wording import counted, label_text
from queries.domains.catalogue import DOMAINS
from queries.scope import Role
from queries.state import audit as log
from queries.state import people, sessions
from queries.state.audit import Deed, record
from queries.state.identities import linked
from queries.state.passwords import issue_code
from queries.state.people import ASSIGNABLE, Person

_SHOWN = 200  # entries of the log on the page; the rest is read by command


def show_people(viewer: auth.Viewer) -> None:
    """List everybody with an account and, for whoever is signed in as administrator, act."""
    with section():
        listed = people.everybody(settings().state_url)
        if not listed:
            components.notice(
                "Nobody has an account yet.",
                "Enter the first person at the command line: iocore users add NAME --role ADMIN",
            )
        else:
            links = linked(settings().state_url)
            st.table(_table(listed, links), border="horizontal", hide_index=True)
    if settings().environment is not Environment.PRODUCTION:
        components.notice(
            "Accounts are used in production only; here every role can be tried without one.",
            "Set IOCORE_ENVIRONMENT=production to let people sign in.",
        )
        return
    with section():
        _add(viewer)
        if listed:
            _change(viewer, listed, links)


def show_log() -> None:
    """Show the last entries of the audit log and whether all of it is whole."""
    with section():
        verdict = log.verify(settings().state_url)
        if verdict.broken_at is None:
            st.markdown(
                f"**{counted(verdict.n, 'entry', 'entries')}, every seal fits.** "
                f"Last seal: `{verdict.seal}`"
            )
        else:
            st.error(
                f"Entry {verdict.broken_at} does not fit its seal: the log was changed. Keep the "
                "file as it is, and tell whoever is responsible for data protection.",
                icon=":material/gpp_bad:",
            )
        _tell_anchors()
        entries = log.latest(settings().state_url, _SHOWN)
        if not entries:
            components.notice("Nothing was noted yet.", "Entries appear as people sign in and act.")
            return
        st.table(
            pd.DataFrame(
                [
                    {
                        "Time (UTC)": entry.moment[:19].replace("T", " "),
                        "Who": label_text(entry.actor),
                        "Role": entry.role,
                        "What": entry.action,
                        "Of": label_text(entry.object),
                        "Outcome": entry.outcome,
                    }
                    for entry in entries
                ]
            ),
            border="horizontal",
            hide_index=True,
        )
        st.caption(
            f"The last {len(entries):,} of {counted(verdict.n, 'entry', 'entries')}, newest first."
        )


def _tell_anchors() -> None:
    outside = anchored()
    if outside.standing is Standing.FITS:
        st.markdown(outside.said)
    elif outside.standing is Standing.MISFIT:
        st.error(outside.said, icon=":material/gpp_bad:")
    else:
        st.warning(outside.said, icon=":material/anchor:")


def _table(listed: tuple[Person, ...], links: dict[str, str]) -> pd.DataFrame:
    return pd.DataFrame(
        [
            {
                "Name": label_text(person.name),
                "Role": auth.ROLE_NAMES[person.role],
                "Reaches": label_text(", ".join(sorted(person.domains | person.sites)))
                or "as the role says",
                "State": _state(person, links.get(person.person_id, "")),
            }
            for person in listed
        ]
    )


def _state(person: Person, link: str) -> str:
    if not person.is_active:
        return "may not sign in"
    if link:
        return state_by_link(link)
    return "active" if person.has_password else "waits for a first password"


def _add(viewer: auth.Viewer) -> None:
    with st.form("new_person", border=True, clear_on_submit=True):
        st.subheader("Enter a person", anchor=False)
        name = st.text_input("Name", max_chars=120)
        role = st.selectbox("Role", ASSIGNABLE, format_func=auth.ROLE_NAMES.__getitem__)
        domains = st.multiselect("Disease domains (of a domain lead)", list(DOMAINS))
        sites = st.text_input("Site codes (of a site's account), apart by commas")
        if not st.form_submit_button("Enter"):
            return
    listed = frozenset(code.strip() for code in sites.split(",") if code.strip())
    new = Person(
        people.new_id(),
        name.strip(),
        Role(role),
        frozenset(domains),
        listed,
        is_active=True,
        has_password=False,
    )
    url, moment = settings().state_url, now()
    _note(viewer, "person added", new.name)
    people.add(url, new, moment)
    if not settings().has_local_accounts:
        st.success(f"{label_text(new.name)} is entered. Invite them below to a provider.")
        return
    _tell_code(new.name, issue_code(url, new.name, moment))


def _change(viewer: auth.Viewer, listed: tuple[Person, ...], links: dict[str, str]) -> None:
    st.subheader("Look after a person", anchor=False)
    by_name = {person.name: person for person in listed}
    chosen = by_name[str(st.selectbox("Person", list(by_name), key="person"))]
    url, moment = settings().state_url, now()
    with components.row():
        link = links.get(chosen.person_id, "")
        has_password = settings().has_local_accounts and not link
        if has_password and st.button("New one-time code", icon=":material/key:"):
            _note(viewer, "one-time code", chosen.name)
            sessions.end_all_of(url, chosen.person_id, moment)
            _tell_code(chosen.name, issue_code(url, chosen.name, moment))
        if st.button("End all sessions", icon=":material/logout:"):
            _note(viewer, "sessions ended", chosen.name)
            ended = sessions.end_all_of(url, chosen.person_id, moment)
            st.success(f"{ended} open sessions were ended.")
        label = "Let sign in no more" if chosen.is_active else "Let sign in again"
        if st.button(label, icon=":material/block:"):
            _note(viewer, label.lower(), chosen.name)
            people.change(url, chosen.name, is_active=not chosen.is_active)
            sessions.end_all_of(url, chosen.person_id, moment)
            st.rerun()
    show_links(viewer.person, chosen, link)


def _note(viewer: auth.Viewer, action: str, name: str) -> None:
    # Before the deed: what cannot be noted does not happen.
    deed = Deed(viewer.person, viewer.scope.role.value, action, name)
    record(settings().state_url, deed, now())


def _tell_code(name: str, code: str) -> None:
    st.success(
        f"One-time code for {label_text(name)}, good for 24 hours, shown once: **{code}**. "
        "They set their password with it under “Sign in”.",
        icon=":material/key:",
    )
