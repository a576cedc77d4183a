"""Response, safety and scores as shown: words for nothing, files that equal figures."""

import pandas as pd
import pytest

from analytics.early_mortality import EarlyDeaths
from analytics.errors import TooFewEvents
from analytics.proportions import proportion
from analytics.response_by_group import response_by_group
from analytics.safety import safety_by_group, watched
from analytics.safety_board import Board
from dashboard.charts.response import rates_figure
from dashboard.charts.safety import terms_figure
from dashboard.sentences.proportions import NOBODY, counted_share
from dashboard.sentences.safety import board_headline, deaths_note
from dashboard.tables.response import rates_rows, rates_table
from dashboard.tables.safety import board_key_figures, terms_rows, terms_table
from dashboard.wording import Words
from queries.domains.adverse_terms import term_label
from queries.domains.instruments import scale_of

WORDS = Words({"MWA": "Microwave", "TAE": "Bland"})
PEOPLE = pd.DataFrame(
    {"patient": list("abcd"), "group": ["MWA", "MWA", "TAE", "TAE"], "new_treatment_day": None}
).astype({"new_treatment_day": "float64"})
READINGS = pd.DataFrame({"patient": ["a"], "day": [30.0], "response": ["PR"]})


@pytest.fixture
def response():
    return response_by_group(READINGS, PEOPLE, criterion="MRECIST", reader="SITE")


def test_none_in_312_comes_with_its_upper_bound_in_words():
    share = proportion(0, 312, method="exact")

    assert counted_share(share) == "none in 312; at most 1.2 % with 95 % confidence"
    assert counted_share(None) == NOBODY


def test_what_is_drawn_of_response_stands_in_its_file(response):
    rows = rates_rows(response, WORDS)
    figure = rates_figure(response, WORDS)

    drawn = [trace.x[0] for trace in figure.data if trace.mode == "markers" and trace.y[0]]
    assert set(drawn) - {None} <= set(rows.loc[rows["of"] == "treated", "share"])
    assert len(rows) == 12  # two groups and all, two measures, two denominators


def test_a_group_that_nobody_could_evaluate_says_so(response):
    row = rates_table(response, WORDS).set_index("Technique").loc["Bland"]

    assert row["Evaluable (n)"] == "0"
    assert (row.iloc[-2:] == NOBODY).all()


def _safety(events: int):
    procedures = pd.DataFrame(
        {
            **{"patient_no": [1, 2], "group": ["MWA", "TAE"], "procedure_id": ["1", "2"]},
            **{"performed": ["MWA", "TAE"], "day": 0.0, "exit": 100.0},
        }
    )
    event = {
        **{"patient_no": 1, "group": "MWA", "procedure_id": "1", "onset": 3.0, "term": "PAIN"},
        **{"ctcae": "3", "sir": None, "cirse": None, "relatedness": "PROBABLE", "serious": "N"},
    }
    rows = pd.DataFrame([event] * max(events, 1)).iloc[:events]
    return safety_by_group(watched(procedures, rows, days={}), "MAJOR")


def test_no_event_is_a_sentence_and_no_empty_figure():
    with pytest.raises(TooFewEvents, match="none in 2; at most"):
        terms_figure(_safety(0), WORDS)


def test_a_technique_without_the_event_is_in_table_and_file_and_not_drawn():
    result = _safety(1)

    table = terms_table(result, WORDS)
    assert "none in 1; at most" in table.iloc[1]["Patients with it"]
    assert terms_rows(result, WORDS)["patients"].tolist() == [1, 1, 0, 0, 1, 1]
    names = [note.text for note in terms_figure(result, WORDS).layout.annotations]
    assert not [name for name in names if "Bland" in name]


def test_the_board_writes_nothing_as_words():
    nobody = EarlyDeaths("ALL", 30, None, 3, 0)
    dead = EarlyDeaths("ALL", 90, proportion(1, 4, method="exact"), 1, 0)
    board = Board(None, None, (nobody, dead), ())

    assert [figure.value for figure in board_key_figures(board, WORDS)] == [
        *("not supplied", "not supplied", "nobody to count", "25.0")
    ]
    assert "not supplied" in board_headline(board, WORDS)
    assert deaths_note(board, WORDS) == ""


def test_the_lost_are_told_as_the_worst_that_they_could_be():
    dead = EarlyDeaths("ALL", 90, proportion(1, 4, method="exact"), 1, 0)

    assert "40.0 %" in deaths_note(Board(None, None, (dead,), ()), WORDS)


@pytest.mark.parametrize(
    ("code", "label"),
    [("REILD", "Radiation-induced liver disease"), ("NEW_TERM", "New term"), ("Rash", "Rash")],
)
def test_a_term_has_a_name_even_if_it_is_not_listed(code, label):
    assert term_label(code) == label


def test_a_scale_that_is_not_listed_has_no_important_change():
    assert scale_of("QLQ_C30", "NEW").important is None
    assert scale_of("HCC18", "FATIGUE").better == "lower"
    assert scale_of("FACT_HEP", "FWB").highest == 180
    assert scale_of("BPI_SF", "WORST_PAIN").unit == "points, 0 to 10"
