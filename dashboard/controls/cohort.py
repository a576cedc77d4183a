"""Building a cohort: one condition after the other, written into the address."""

from dataclasses import replace

import streamlit as st

from dashboard import cohort_line, components, session
from dashboard.answers.answer import Ask
from dashboard.answers.cohort import values_of
from dashboard.condition_words import condition_text, name_of, value_text
from dashboard.errors import section
from dashboard.wording import label_text, whole
from queries.cohort_text import written
from queries.criteria import Criterion
from queries.domains.conditions import (
    AGE,
    AGE_BAND,
    MAX_CONDITIONS,
    fields_for_conditions,
    is_number,
    objection,
)
from queries.domains.model import Field

_OLDEST = 90  # years; older ages are stored as this one


def build(ask: Ask) -> None:
    """Let the reader add, change and take away conditions; each change writes the address."""
    for criterion in ask.filters.criteria:
        _listed(ask, criterion)
    with st.container(border=True):
        _adding(ask)


def _listed(ask: Ask, criterion: Criterion) -> None:
    name = criterion.field
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        said = label_text(condition_text(criterion, ask.filters.domain))
        st.markdown(f"**{said}**", width="stretch")
        if _restricts(criterion):
            st.toggle(
                "Not entered too",
                value=criterion.keeps_missing,
                key=f"missing_{written((criterion,))}",
                on_change=_write,
                args=(ask, name, replace(criterion, keeps_missing=not criterion.keeps_missing)),
            )
        st.button(
            "Take away",
            key=f"without_{name}",
            icon=":material/close:",
            type="tertiary",
            on_click=_write,
            args=(ask, name, None),
        )


def _adding(ask: Ask) -> None:
    if len(ask.filters.criteria) >= MAX_CONDITIONS:
        st.caption(f"A cohort has at most {MAX_CONDITIONS} conditions; take one away first.")
        return
    fields = fields_for_conditions(ask.filters.domain)
    name = st.selectbox(
        "Add a condition on",
        list(fields),
        index=None,
        format_func=lambda one: name_of(fields[one]),  # shown letter by letter
        placeholder="Choose a field, or type to search",
        key=f"field_of_condition_{ask.filters.domain}",
    )
    if name is None:
        return
    field = fields[name]
    st.caption(label_text(field.definition))
    if is_number(field):
        _range(field)
    else:
        _levels(ask, field)
    criterion = _drawn(field)
    wrong = objection(criterion, field)
    if wrong:
        components.notice(f"This condition cannot be used: {wrong}.", "Change the limits.")
    st.button(
        "Add to the cohort" if _restricts(criterion) else "Add: entered, whatever the value",
        key="add_condition",
        type="primary",
        on_click=_add,
        args=(ask, field),
    )


def _levels(ask: Ask, field: Field) -> None:
    # Counted among those whom the other conditions leave.
    others = tuple(one for one in ask.filters.criteria if one.field != field.name)
    asked = replace(ask, filters=replace(ask.filters, criteria=others))
    counts: dict[str, int] = {}
    with section():
        counts = dict(values_of(asked, field.name).value)
    missing = counts.pop("", 0)
    st.pills(
        "Any of",
        list(counts),
        selection_mode="multi",
        format_func=lambda code: label_text(f"{value_text(field, code)} ({whole(counts[code])})"),
        key=f"levels_{field.name}",
    )
    st.checkbox(f"Not entered too ({whole(missing)})", key=f"keeps_{field.name}")


def _range(field: Field) -> None:
    lower, upper = st.columns(2)
    unit = f" ({field.unit})" if field.unit else ""
    with lower:
        _limit(field, f"At least{unit}", f"low_{field.name}", 0)
    with upper:
        _limit(field, f"At most{unit}", f"high_{field.name}", AGE_BAND - 1)
    st.checkbox("Not entered too", key=f"keeps_{field.name}")


def _limit(field: Field, label: str, key: str, last_digit: int) -> None:
    if field.name == AGE:
        bands = list(range(AGE_BAND + last_digit, _OLDEST + 1, AGE_BAND))
        st.selectbox(label, bands, index=None, placeholder="No limit", key=key)
        return
    low, high = field.bounds or (None, None)
    st.number_input(
        label,
        value=None,
        min_value=None if low is None else float(low),
        max_value=None if high is None else float(high),
        format="%g",
        placeholder="No limit",
        key=key,
        help="Two digits that count, as 35 or 0.25.",
    )


def _drawn(field: Field) -> Criterion:
    """Return the condition that the widgets hold at this moment."""
    low, high = (_number(session.held(f"{side}_{field.name}")) for side in ("low", "high"))
    chosen = session.held(f"levels_{field.name}")
    codes = tuple(map(str, chosen)) if isinstance(chosen, list | tuple) else ()
    listed = [code.code for code in field.codes]
    ordered = sorted(codes, key=lambda one: (listed.index(one) if one in listed else -1, one))
    if is_number(field):
        criterion = Criterion(field.name, low=low, high=high)
    else:
        criterion = Criterion(field.name, codes=tuple(ordered))
    keeps = bool(session.held(f"keeps_{field.name}")) and _restricts(criterion)
    return replace(criterion, keeps_missing=keeps)


def _number(held: object) -> float | None:
    return float(held) if isinstance(held, int | float) else None


def _add(ask: Ask, field: Field) -> None:
    criterion = _drawn(field)
    if not objection(criterion, field):  # the reason stands above the button
        _write(ask, field.name, criterion)


def _restricts(criterion: Criterion) -> bool:
    return bool(criterion.codes) or criterion.low is not None or criterion.high is not None


def _write(ask: Ask, name: str, criterion: Criterion | None) -> None:
    """Put a condition in the place of the one on the same field, at the end, or away."""
    kept = {one.field: one for one in ask.filters.criteria}
    if criterion is None:
        kept.pop(name, None)
    else:
        kept[name] = criterion
    session.choose({cohort_line.KEY: written(tuple(kept.values()))})
