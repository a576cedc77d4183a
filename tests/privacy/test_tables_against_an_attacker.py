"""Protected tables against somebody who holds all that was published, and knows the rules (P1)."""

import ast
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import analytics.disclosure.attack as attack_module
from analytics.cells import CountTable
from analytics.disclosure.attack import Edition, Habits, attack, too_close
from analytics.disclosure.rules import Rules, rounded
from analytics.disclosure.tables import protect_tables

SLOW = settings(max_examples=40, suppress_health_check=[HealthCheck.too_slow])
WIDTH, K = 10, 11


@SLOW
@given(data=st.data())
def test_p1_no_small_cell_of_any_table_is_pinned_down(
    data, counts, table_of, rules, edition_of, small_cells
):
    table = table_of(data.draw(counts()))
    release = protect_tables([table], rules, as_of="1")

    guesses = attack([edition_of(release)], Habits(), cells=[small_cells(release)], enough=WIDTH)

    assert not too_close(guesses, WIDTH, K)


@SLOW
@given(data=st.data())
def test_p1_holds_even_for_somebody_who_knows_every_shown_count_exactly(
    data, counts, table_of, rules, small_cells
):
    release = protect_tables([table_of(data.draw(counts(most_cells=40)))], rules, as_of="1")
    (table,) = release.tables
    entries = {frozenset(where): entry for where, entry in release.ledger.entries.items()}
    exact = table.frame.astype(object)
    for row, levels in exact[list(table.keys)].iterrows():
        cell = frozenset(part for part in levels.items() if part[1] != "Total")
        if not entries[cell].is_hidden:
            exact.loc[row, "n"] = entries[cell].people

    guesses = attack([Edition([exact])], Habits(base=1), cells=[small_cells(release)], enough=WIDTH)

    assert not too_close(guesses, WIDTH, K)


@settings(max_examples=25)
@given(data=st.data())
def test_the_truth_lies_in_every_interval_of_the_attacker(
    data, counts, table_of, rules, edition_of, truth
):
    table = table_of(data.draw(counts(most_cells=16)))
    release = protect_tables([table], rules, as_of="1")
    people = truth(release)

    for guess in attack([edition_of(release)], Habits()):
        assert guess.lowest <= people[guess.cell] <= guess.highest


@SLOW
@given(data=st.data())
def test_p1_tables_released_together_do_not_tell_on_one_another(
    data, counts, table_of, rules, edition_of, small_cells
):
    cube = table_of(data.draw(counts(dims=(3, 3), most_cells=60)))
    pairs = [
        CountTable(cube.frame.groupby(list(keys))["n"].sum().reset_index(), keys)
        for keys in (("a", "b"), ("b", "c"), ("a", "c"))
    ]
    release = protect_tables(pairs, rules, as_of="1")

    guesses = attack([edition_of(release)], Habits(), cells=[small_cells(release)], enough=WIDTH)

    assert not too_close(guesses, WIDTH, K)


@settings(max_examples=25, suppress_health_check=[HealthCheck.too_slow])
@given(data=st.data())
def test_p1_outcomes_of_small_groups_are_not_told(
    data, counts, table_of, rules, edition_of, small_cells
):
    table = table_of(data.draw(counts(dims=(2, 2), most_cells=14)))
    release = protect_tables([table], rules, as_of="1", outcomes=("b",))
    hidden = [frozenset(w) for w, entry in release.ledger.entries.items() if entry.is_sensitive]
    habits = Habits(outcomes=frozenset({"b"}))

    guesses = attack([edition_of(release)], habits, cells=[hidden], enough=WIDTH)

    assert not too_close(guesses, WIDTH, K)


def test_withholding_the_small_cells_alone_falls_to_the_attacker():
    rows = [("x", 40), ("y", 7), ("z", 23), ("Total", 70)]
    frame = pd.DataFrame(rows, columns=["a", "n"]).astype(object)
    frame.loc[frame["a"] == "y", "n"] = None

    (guess,) = attack([Edition([frame])], Habits(base=1))

    assert (guess.lowest, guess.highest) == (7, 7)


@pytest.mark.parametrize(
    "counts", [[[7, 5], [4, 9]], [[3, 12], [14, 2]], [[5, 0], [8, 16]], [[11, 6], [6, 11]]]
)
def test_the_attacker_finds_what_trying_every_table_finds(counts, table_of, rules, enumerated):
    (table,) = protect_tables([table_of(counts)], rules, as_of="1").tables
    tried = enumerated(table, most=30)

    for guess in attack([Edition([table.frame])], Habits()):
        levels = dict(guess.cell)
        place = (levels.get("a", "Total"), levels.get("b", "Total"))
        if guess.highest <= 30:
            assert (guess.lowest, guess.highest) == tried[place]
        else:
            assert guess.lowest <= tried[place][0]
            assert tried[place][1] >= 30


def test_the_attacker_rounds_as_the_protector_does():
    shown = rounded(np.arange(201), Rules())
    frames = [pd.DataFrame({"a": ["x", "Total"], "n": [int(n)] * 2}, dtype=object) for n in shown]

    for people, frame in zip(range(201), frames, strict=True):
        if people == 0 or people >= K:
            cell = frozenset({("a", "x")})
            (guess,) = attack([Edition([frame])], Habits(), cells=[[cell]])
            assert guess.lowest <= people <= guess.highest


def test_the_attacker_shares_no_code_with_the_protector():
    tree = ast.parse(Path(attack_module.__file__).read_text())
    imported = {
        name.split(".")[0]
        for node in ast.walk(tree)
        for name in (
            [alias.name for alias in node.names]
            if isinstance(node, ast.Import)
            else [node.module or ""]
            if isinstance(node, ast.ImportFrom)
            else []
        )
    }

    assert not imported & {"analytics", "dashboard", "queries", "pages"}
