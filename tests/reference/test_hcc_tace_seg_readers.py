"""Response of 105 patients by three readers, from a public table (doi:10.7937/TCIA.5FNA-0924)."""

from itertools import combinations

import openpyxl
import pandas as pd
import pytest

from analytics.agreement import kappa
from analytics.response import response_rates

CODES = {1: "CR", 2: "PR", 3: "SD", 4: "PD"}
ORDER = ["CR", "PR", "SD", "PD"]


@pytest.fixture(scope="module")
def readings(shared):
    path = shared / "data" / "hcc-tace-seg" / "HCC-TACE-Seg_clinical_data-V2.xlsx"
    book = openpyxl.load_workbook(path, read_only=True, data_only=True)
    names, *rows = book["data table"].iter_rows(values_only=True)
    book.close()
    table = pd.DataFrame(rows, columns=list(names))
    columns = [f"{reader}_{kind}" for kind in ("mRECIST", "RECIST") for reader in (1, 2, 3)]
    return table[columns].apply(lambda column: column.map(CODES))


@pytest.mark.parametrize(
    ("kind", "shares"),
    [("mRECIST", [0.635, 0.698, 0.621]), ("RECIST", [0.094, 0.104, 0.116])],
)
def test_objective_response_of_the_read_agrees_with_the_table(kind, shares, readings):
    for reader, share in zip((1, 2, 3), shares, strict=True):
        column = readings[f"{reader}_{kind}"]
        everybody = response_rates(column.fillna("NE"))
        read = everybody.objective_evaluable

        assert read.estimate == pytest.approx(share, abs=5e-4)
        assert everybody.objective.n == 105
        assert read.n == column.notna().sum() < 105


def test_readers_agree_on_patients_that_all_three_read(readings):
    table = readings[[f"{reader}_mRECIST" for reader in (1, 2, 3)]].dropna()
    assert len(table) == 93

    found = [
        kappa(table.iloc[:, a], table.iloc[:, b], ORDER, weights="quadratic").estimate
        for a, b in combinations(range(3), 2)
    ]

    assert found == pytest.approx([0.546, 0.647, 0.612], abs=5e-4)


def test_two_more_patients_that_readers_one_and_two_read_agree_fully(readings):
    pair = readings[["1_mRECIST", "2_mRECIST"]].dropna()

    found = kappa(pair["1_mRECIST"], pair["2_mRECIST"], ORDER, weights="quadratic")

    assert found.n == 95
    assert found.estimate == pytest.approx(0.577, abs=5e-4)
