"""The part of the start page that answers: for the committee, and for a site."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from functools import partial

import streamlit as st

from analytics.concerns import Call, Kind, SiteLetter
from dashboard import components
from dashboard.answers import home as answers
from dashboard.answers.answer import Ask
from dashboard.answers.answerable import answerable_by
from dashboard.answers.site_letter import of_everything, worklist
from dashboard.errors import section
from dashboard.exhibits.home import CHANGES, SITE_STANDING, SITES_TO_CALL, STANDING
from dashboard.lines import Line, Link, draw_line
from dashboard.sentences import concerns as concerns_told
from dashboard.sentences import home as told
from dashboard.sentences.answerable import answerable_headline
from dashboard.sentences.concerns import concern_said
from queries.domains.catalogue import DOMAINS
from queries.history import StoredSnapshot
from queries.policies import Level, View, level

_WHERE = {
    Kind.ENROLMENT: "accrual",
    Kind.ENTRY: "timeliness",
    Kind.FOLLOW_UP: "timeliness",
    Kind.CHECK: "quality",
    Kind.COMPLETENESS: "completeness",
}

_COLUMNS = (7, 4)  # lines beside the figure


def committee(asked: Ask) -> None:
    """Show the committee where the registry stands; other roles see nothing here."""
    if level(asked.scope.role, View.OVERVIEW) is Level.CLOSED or not asked.filters.domain:
        return
    with section():
        _overview(of_everything(asked))
    st.divider()


def _overview(ask: Ask) -> None:
    where = answers.standing(ask)  # where nobody is enrolled, that is all there is to say
    left, right = st.columns(_COLUMNS, gap="large")
    below = st.container()
    with below:  # drawn first: the lines above it rest on what is chosen here
        earlier = _choose_earlier(ask)
        if earlier is not None:
            with section():
                components.table(answers.changes_since(ask, earlier), CHANGES)
    with left:
        since = partial(_changes, earlier=earlier)
        for make in (since, _standing, _calls, _data):
            _draw_lines(ask, make)
        foreseen = components.place()
        _draw_lines(ask, _readable)
    with right, section():
        components.figure(where, STANDING)
    with section():
        components.table(answers.sites_to_call(ask), SITES_TO_CALL)
    with foreseen:  # last: it rests on a score model for every comparison, and the rest does not
        _draw_lines(ask, _answerable)


def _draw_lines(ask: Ask, make: Callable[[Ask], list[Line]]) -> None:
    with section():
        for line in make(ask):
            draw_line(ask, line)


def own_site(asked: Ask) -> None:
    """Show a site what waits for it; other roles see nothing here."""
    if level(asked.scope.role, View.WORKLIST) is Level.CLOSED or not asked.filters.domain:
        return
    ask = of_everything(asked)
    with section():
        letter = worklist(ask)
        left, right = st.columns(_COLUMNS, gap="large")
        with left:
            for line in _worklist(ask, letter.value):
                draw_line(ask, line)
        with right, section():
            components.figure(letter, SITE_STANDING)
    st.divider()


def _choose_earlier(ask: Ask) -> StoredSnapshot | None:
    """Let the reader choose a meeting; return the snapshot that was in force on its day."""
    chosen: list[StoredSnapshot | None] = [None]  # stays where reading fails, as is then said
    with section():
        known = answers.compared(ask)
        chosen.append(known.in_force(_meeting(known)))
    return chosen[-1]


def _meeting(known: answers.Compared) -> date | None:
    days = sorted(one.created_at.date() for one in known.earlier)
    if not days or days[0] == days[-1]:
        return None  # one day to choose from is no choice
    before_own = known.own.created_at.date() - timedelta(days=1)
    chosen = st.date_input(
        "Changes since the meeting of",
        value=None,
        min_value=days[0],
        max_value=max(days[-1], before_own),  # later meetings saw the present snapshot
        format="YYYY-MM-DD",
        help="Empty: since the last snapshot before this one.",
        key="meeting",
        bind="query-params",  # a link to the page holds the meeting
        width=260,
    )
    return chosen if isinstance(chosen, date) else None


def _changes(ask: Ask, *, earlier: StoredSnapshot | None) -> list[Line]:
    links = (Link("accrual", ask.filters),)
    if earlier is None:
        return [Line("Since the last snapshot.", told.NO_EARLIER, links)]
    found = answers.changes_since(ask, earlier).value
    return [Line(f"Since {told.since_words(found.since)}.", told.changes_said(found), links)]


def _standing(ask: Ask) -> list[Line]:
    said = told.standing_said(answers.standing(ask).value)
    return [Line("Against the target.", said, (Link("accrual", ask.filters),))]


def _calls(ask: Ask) -> list[Line]:
    found = answers.sites_to_call(ask).value
    if not found.called:
        return [Line("Sites to call.", concerns_told.NO_CALL, (Link("timeliness", ask.filters),))]
    sites = [
        Line(
            f"{call.record.name}:",
            concern_said(call.concerns[0], call.record),
            _to_site(ask, call),
        )
        for call in found.called
    ]
    return [Line("Sites to call", concerns_told.calls_begun(found)), *sites]


def _to_site(ask: Ask, call: Call) -> tuple[Link, ...]:
    chosen = replace(ask.filters, sites=(call.record.site_id,))
    return (Link(_WHERE[call.concerns[0].kind], chosen), Link("letter", chosen))


def _data(ask: Ask) -> list[Line]:
    record = answers.standing(ask).value
    return [
        Line("Completeness.", told.complete_said(record), (Link("completeness", ask.filters),)),
        Line("Checks.", told.checks_said(record), (Link("quality", ask.filters),)),
    ]


def _answerable(ask: Ask) -> list[Line]:
    answer = answerable_by(ask)
    said = answerable_headline(answer.value, components.words_of(answer.provenance, ""))
    return [Line("Answerable.", said, (Link("answerable", ask.filters),))]


def _readable(ask: Ask) -> list[Line]:
    answer = answers.readiness(ask)
    words = components.words_of(answer.provenance, _endpoint(ask))
    nearest = [landmark.group for landmark in answer.value.coming[:1]]
    chosen = replace(ask.filters, techniques=tuple(nearest))
    said = told.readiness_said(answer.value, words)
    links = (Link("survival", chosen), Link("answerable", ask.filters))
    return [Line("Soon readable.", said, links)]


def _endpoint(ask: Ask) -> str:
    return DOMAINS[ask.filters.domain].endpoints[0].code


def _worklist(ask: Ask, letter: SiteLetter) -> list[Line]:
    record = letter.record
    complete, timeliness, quality, accrual, letters = (
        (Link(page, ask.filters),)
        for page in ("completeness", "timeliness", "quality", "accrual", "letter")
    )
    return [
        Line("Entry.", told.slowest_said(record), timeliness),
        Line("Completeness.", told.complete_said(record), complete),
        Line(
            "Checks.", f"{told.checks_said(record)} {told.failing_codes(record)}".strip(), quality
        ),
        Line("Follow-up.", told.follow_up_said(record), timeliness),
        Line("Enrolment.", told.standing_said(record), accrual),
        Line("All of it on one page.", told.LETTER, letters),
    ]
