"""Files that people take away: what they say of themselves, and that nothing in them runs."""

import csv
import io
from datetime import date

import pandas as pd
import pytest

from dashboard.answers.answer import Provenance
from dashboard.export import csv_text, file_name
from queries.filters import Filters

FROM = Provenance("survival", Filters("HCC"), date(2025, 6, 30), "Demo registry", 7, True)


def rows_of(text):
    return list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"))))


def test_every_row_says_where_it_is_from():
    (row,) = rows_of(csv_text(pd.DataFrame({"n": [3]}), FROM))

    assert row == {
        "data": "SYNTHETIC",
        "source": "Demo registry",
        "data_cutoff": "2025-06-30",
        "n": "3",
    }


@pytest.mark.parametrize("text", ["=1", "+cmd", "-cmd", "@x", "|x", "%x", " =1", "\t=1", "\uff1d1"])
def test_text_that_a_spreadsheet_would_run_is_shown_instead(text):
    (row,) = rows_of(csv_text(pd.DataFrame({"site": [text]}), FROM))

    assert row["site"] == f"'{text}"


def test_a_negative_number_stays_a_number():
    (row,) = rows_of(csv_text(pd.DataFrame({"difference": [-1.5]}), FROM))

    assert row["difference"] == "-1.5"


def test_the_name_of_a_file_holds_nothing_but_plain_letters():
    name = file_name("survival-curves", FROM)

    assert name == "io-core_survival-curves_hcc_snapshot-7_SYNTHETIC.csv"
