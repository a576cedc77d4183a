"""Rows dealt anew: the same whatever the order, and no number of the registry is left."""

import numpy as np
import pandas as pd

from analytics.dealt_rows import capped_age, dealt

ROWS = pd.DataFrame(
    {
        "site": [7, 7, 3, 9],
        "time": [10.0, 5.0, 5.0, 2.5],
        "status": [1, 0, 1, 0],
    }
)


def test_rows_are_numbered_anew_in_the_order_of_their_values():
    table = dealt(ROWS, {})

    assert table["row"].tolist() == [1, 2, 3, 4]
    assert table["site"].tolist() == [3, 7, 7, 9]
    assert table["time"].tolist() == [5.0, 5.0, 10.0, 2.5]


def test_another_order_gives_the_same_table():
    for order in ([3, 1, 0, 2], [2, 3, 1, 0]):
        shuffled = ROWS.iloc[order].reset_index(drop=True)

        pd.testing.assert_frame_equal(dealt(shuffled, {"site": "S"}), dealt(ROWS, {"site": "S"}))


def test_codes_say_who_belongs_together_and_nothing_of_the_registry():
    table = dealt(ROWS, {"site": "S"})
    renamed = dealt(ROWS.assign(site=[100, 100, 200, 300]), {"site": "S"})

    assert sorted(table["site"].unique()) == ["S1", "S2", "S3"]
    assert table.loc[table["time"] == 10.0, "site"].tolist() == (
        table.loc[(table["time"] == 5.0) & (table["status"] == 0), "site"].tolist()
    )
    pd.testing.assert_frame_equal(table, renamed)


def test_no_age_is_above_89_and_what_is_missing_stays_so():
    ages = capped_age(pd.Series([60.0, 89.0, 90.0, 104.0, np.nan]))

    assert ages[:4].tolist() == [60.0, 89.0, 89.0, 89.0]
    assert np.isnan(ages[4])
