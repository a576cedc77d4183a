"""Tables of counts at the door."""

import pandas as pd
import pytest

from analytics.cells import CountTable
from analytics.errors import BadInput


def test_counts_keep_their_frame_and_keys():
    table = CountTable(pd.DataFrame({"arm": ["a"], "n": [3]}), ("arm",))

    assert table.frame["n"].sum() == 3
    assert table.keys == ("arm",)


@pytest.mark.parametrize(
    ("columns", "reason"),
    [
        ({"n": [3]}, "no column arm"),
        ({"arm": ["a"]}, "no column n"),
        ({"arm": ["a", "b"], "n": [3, -1]}, "n is negative in 1 rows"),
        ({"arm": ["a"], "n": [1.5]}, "n is not a whole number in 1 of 1 rows"),
        ({"arm": ["a"], "n": [None]}, "n is missing in 1 of 1 rows"),
    ],
    ids=["key absent", "count absent", "negative", "fraction", "missing"],
)
def test_a_table_that_counts_no_people_is_refused(columns, reason):
    with pytest.raises(BadInput, match=reason):
        CountTable(pd.DataFrame(columns), ("arm",))
