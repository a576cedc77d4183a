"""Best change in size of a public table through the whole door, against its own columns.

HCC-TACE-Seg (The Cancer Imaging Archive, doi:10.7937/TCIA.5FNA-0924): sums of target diameters of
three readers by two criteria. What is expected is counted here from the columns of the file.
"""

import numpy as np
import openpyxl
import pandas as pd
import pytest

from dashboard.answers.response import change_in_size
from dashboard.answers.waterfall import best_change_by_patient
from queries.filters import Filters
from queries.policies import View
from queries.registry import Registry
from queries.scope import Reach, Role, Scope
from queries.snapshots import SnapshotFacts
from queries.state.audit import Entry

FILE = "hcc-tace-seg/HCC-TACE-Seg_clinical_data-V2.xlsx"
FACTS = SnapshotFacts(1, None, "public", is_synthetic=False)
CENTRE = Scope(Role.COORDINATING, 1, domain_reach=Reach.ALL, site_reach=Reach.ALL)
LOGGED = Entry("", "Ada", "COORDINATING", "rows read", "response_rows", "{}", "done", seq=1)
EVERY = [(name, number) for name in ("MRECIST", "RECIST11") for number in (1, 2, 3)]


@pytest.fixture(scope="module")
def columns(shared):
    book = openpyxl.load_workbook(shared / "data" / FILE, read_only=True, data_only=True)
    names, *rows = book["data table"].iter_rows(values_only=True)
    book.close()
    return pd.DataFrame(rows, columns=list(names))


@pytest.fixture
def ask(real_set):
    real = real_set("hcc-tace-seg", FILE)

    def put(question, view, **chosen):
        with real.engine.connect() as connection:
            registry = Registry(
                connection, CENTRE, view=view, filters=Filters("HCC"), facts=FACTS, logged=LOGGED
            )
            return question.__wrapped__(registry, **chosen)

    return put


def changes(columns, criterion, number):
    kind = {"MRECIST": "mRECIST", "RECIST11": "RECIST"}[criterion]
    before, after = (
        pd.to_numeric(columns[f"{number}_{kind}_{when}"], errors="coerce") for when in ("BL", "FU")
    )
    classes = columns[f"{number}_{kind}"].map({1: "CR", 2: "PR", 3: "SD", 4: "PD"}).fillna("NE")
    return (after / before - 1).dropna(), classes


@pytest.mark.parametrize(("criterion", "number"), EVERY)
def test_every_bar_is_that_of_the_file(ask, columns, criterion, number):
    expected, classes = changes(columns, criterion, number)

    found = ask(
        best_change_by_patient, View.RESPONSE_ROWS, criterion=criterion, reader=f"R{number}"
    )

    drawn = [bar.change for bar in found.bars]
    np.testing.assert_allclose(drawn, sorted(expected, reverse=True), atol=1e-12)
    assert found.shrunk == int((expected <= -0.3 + 1e-9).sum())
    assert found.treated - len(found.bars) == 105 - len(expected)
    by_class = pd.Series([bar.response for bar in found.bars]).value_counts()
    assert by_class.to_dict() == classes[expected.index].value_counts().to_dict()


@pytest.mark.parametrize(("criterion", "number"), EVERY)
def test_bands_hold_the_same_patients_and_none_holds_few(ask, columns, criterion, number):
    expected, _ = changes(columns, criterion, number)

    found = ask(change_in_size, View.RESPONSE, criterion=criterion, reader=f"R{number}")

    assert found.overall.n == found.counts.sum() == len(expected)
    assert found.overall.median == pytest.approx(expected.median())
    assert all(n == 0 or n >= 5 for n in found.counts)
    ends = [*found.edges[:-1], np.inf]
    np.testing.assert_array_equal(np.histogram(expected + 1e-9, ends)[0], found.counts)
