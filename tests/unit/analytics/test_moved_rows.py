"""Whose rows moved between two snapshots, counted by hand."""

import dataclasses

import pandas as pd
import pytest

from analytics.moved_rows import Moved, moved

NAN = float("nan")


def rows(**people):
    columns = ["technique_code", "ecog", "time", "code"]
    return pd.DataFrame.from_dict(people, orient="index", columns=columns)


THEN = rows(
    same=("CTACE", 1, 100.0, 0),
    unknown=("CTACE", NAN, 100.0, 1),
    gone=("CTACE", 1, 100.0, 0),
    arm=("CTACE", 1, 100.0, 0),
    baseline=("CTACE", NAN, 100.0, 0),
    longer=("CTACE", 1, 100.0, 0),
    died=("CTACE", 1, 100.0, 0),
    withdrawn=("CTACE", 1, 100.0, 1),
    earlier=("CTACE", 1, 100.0, 1),
)
NOW = rows(
    same=("CTACE", 1, 100.0, 0),
    unknown=("CTACE", NAN, 100.0, 1),
    added=("MWA", 1, 10.0, 0),
    arm=("MWA", 1, 100.0, 0),
    baseline=("CTACE", 2, 100.0, 0),
    longer=("CTACE", 1, 130.0, 0),
    died=("CTACE", 1, 130.0, 1),
    withdrawn=("CTACE", 1, 130.0, 0),
    earlier=("CTACE", 1, 90.0, 1),
)


def test_every_diagnosis_is_counted_under_what_became_of_it():
    assert moved(THEN, NOW, ["ecog"]) == Moved(
        n_then=9,
        n_now=9,
        added=1,
        gone=1,
        other_arm=1,
        other_baseline=1,
        followed_longer=1,
        new_event=1,
        other_outcome=2,
        unchanged=2,
    )


def test_one_that_changed_twice_stands_twice_and_is_not_unchanged():
    then, now = THEN.loc[["same"]], NOW.loc[["same"]].assign(ecog=2, time=200.0)
    found = moved(then, now, ["ecog"])

    assert (found.other_baseline, found.followed_longer, found.unchanged) == (1, 1, 0)


@pytest.mark.parametrize("empty", [THEN.iloc[:0]])
def test_nobody_then_or_now_is_counted_and_not_refused(empty):
    first, last = moved(empty, NOW, ["ecog"]), moved(THEN, empty, ["ecog"])

    assert (first.added, first.gone, first.unchanged) == (9, 0, 0)
    assert (last.added, last.gone, last.unchanged) == (0, 9, 0)


def test_the_same_snapshot_twice_has_moved_nobody():
    found = dataclasses.asdict(moved(THEN, THEN.iloc[::-1], ["ecog"]))

    assert found.pop("unchanged") == found.pop("n_then") == found.pop("n_now") == 9
    assert not any(found.values())
