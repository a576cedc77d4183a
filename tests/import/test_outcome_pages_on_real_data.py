"""Outcome pages on public sets: what they say, against numbers counted or computed elsewhere.

Shares, kappas and responders were counted from the published tables, kappas by statsmodels, the
cumulative incidence by R 4.2.2, survival 3.5-3; where each set is from stands in its mapping.
"""

import numpy as np
import pytest

from dashboard.answers.competing import cause_comparison, incidence_by_technique
from dashboard.answers.response import (
    agreement_of_readers,
    readings_of_domain,
    response_by_technique,
)
from dashboard.answers.survival import survival_by_technique
from dashboard.answers.survival_comparison import survival_comparison
from dashboard.sentences import response as told
from dashboard.tables.response import agreement_table, rates_table
from dashboard.wording import Words
from queries.errors import EmptyCohort
from queries.filters import Filters
from queries.policies import View
from queries.registry import Registry
from queries.scope import Reach, Role, Scope
from queries.snapshots import SnapshotFacts

YEAR = 365.25
EVERYTHING = Scope(Role.STEERING, 1, domain_reach=Reach.ALL, site_reach=Reach.ALL)
FACTS = SnapshotFacts(1, None, "public", is_synthetic=False)
SEG = ("hcc-tace-seg", "hcc-tace-seg/HCC-TACE-Seg_clinical_data-V2.xlsx")
READERS = ("R1", "R2", "R3")
SYSTEMIC = 'technique_code = { value = "COMP_SYST" }'
# The registry has no code for the criteria of the WHO nor for the regimens of these trials: here
# RECIST 1.1 and hepatic arterial infusion stand for them.
WITH_RESPONSE = """technique_code = { column = "treatn", codes = { 0 = "COMP_SYST", 1 = "HAI" } }

[[table]]
name = "response_assessment"
[table.fields]
diagnosis_id = { column = "patid", prefix = "DX-" }
criterion = { value = "RECIST11" }
response = { column = "surrogend", codes = { 1 = "CR", 2 = "PR", 3 = "SD", 4 = "PD" } }"""
# New lesions of the trial were looked for until the end of follow-up, which the file states.
MEASURED = (
    'file = "measured"\n[table.fields]\nvisit_id = { columns = ["id", "year"], prefix = "VI-" }'
)
TO_THE_END = (
    'file = "course"\nwhen = { column = "new.lesions", among = ["0"] }\n[table.fields]\n'
    'visit_id = { columns = ["id", "time1"], prefix = "VI-" }'
)
DATED, DATED_BY_END = 'actual_date = { column = "year"', 'actual_date = { column = "time1"'


def ask(real, question, view, domain, **chosen):
    """Put a question of a page to the registry of a public set."""
    with real.engine.connect() as connection:
        registry = Registry(connection, EVERYTHING, view=view, filters=Filters(domain), facts=FACTS)
        return question.__wrapped__(registry, **chosen)


@pytest.mark.parametrize(
    ("criterion", "shares"),
    [("MRECIST", ("63.5", "69.8", "62.1")), ("RECIST11", ("9.4", "10.4", "11.6"))],
)
def test_the_response_page_says_the_rates_of_each_reader(real_set, criterion, shares):
    for reader, share in zip(READERS, shares, strict=True):
        chosen = {"criterion": criterion, "reader": reader}
        found = ask(real_set(*SEG), response_by_technique, View.RESPONSE, "HCC", **chosen)

        last = rates_table(found, Words()).iloc[-1]
        said = last[next(name for name in last.index if "response, % of evaluable" in name)]
        assert said.startswith(f"{share} ("), reader
        assert "105 treated patients" in told.response_counted(found, Words())


def test_the_response_page_says_how_readers_agree_on_whom_all_of_them_read(real_set):
    chosen = {"criterion": "MRECIST", "readers": READERS}
    found = ask(real_set(*SEG), agreement_of_readers, View.RESPONSE, "HCC", **chosen)

    estimates = [pair.kappa.estimate for pair in found.of_all]
    assert estimates == pytest.approx([0.546, 0.647, 0.612], abs=5e-4)
    assert {pair.n for pair in found.of_all} == {93}
    table = agreement_table(found, Words())
    every = table[table["Patients evaluable for"] == "every reader"]
    assert [text[:4] for text in every.iloc[:, -1]] == ["0.55", "0.65", "0.61"]
    assert "whom every reader could evaluate" in told.agreement_seen(found, Words())


def test_responders_by_arm_are_said_with_the_immortal_time(real_set):
    trials = real_set(
        "crc-19-trials", "crc-26-trials/colorectal4.csv", ((SYSTEMIC, WITH_RESPONSE),)
    )
    chosen = {"criterion": "RECIST11", "reader": "UNSTATED"}
    found = ask(trials, response_by_technique, View.RESPONSE, "CRLM", **chosen)

    said = told.response_seen(found, Words())
    assert "COMP_SYST: objective response 188 of 1,539 (12.2 %" in said
    assert "HAI: objective response 356 of 1,653 (21.5 %" in said
    assert "immortal time" in told.response_note(found, Words())
    assert "Readings of 3,192 have no date" in told.response_counted(found, Words())


def test_the_page_of_first_events_says_when_new_lesions_come(real_set):
    ffcd = real_set(
        "crc-mets-ffcd2000-05",
        "crc-mets-ffcd2000-05",
        ((MEASURED, TO_THE_END), (DATED, DATED_BY_END)),
    )
    found = ask(ffcd, incidence_by_technique, View.COMPETING, "CRLM", endpoint_code="TTP")
    curve = found.overall.curve

    step = np.searchsorted(curve.time, np.array([0.5, 1, 2]) * YEAR, side="right") - 1
    np.testing.assert_allclose(curve[1].incidence[step], [0.2429, 0.4753, 0.5941], atol=5e-5)
    assert curve.n == 150


@pytest.mark.parametrize(
    ("question", "view", "chosen"),
    [
        (survival_by_technique, View.SURVIVAL, {"endpoint_code": "OS"}),
        (survival_comparison, View.SURVIVAL, {"endpoint_code": "OS"}),
        (incidence_by_technique, View.COMPETING, {"endpoint_code": "CSS"}),
        (cause_comparison, View.COMPETING, {"endpoint_code": "TTP"}),
        (readings_of_domain, View.RESPONSE, {}),
    ],
)
def test_a_set_with_outcomes_and_no_times_is_refused_on_every_page(
    real_set, question, view, chosen
):
    coimbra = real_set("hcc-coimbra", "hcc-coimbra/hcc-data.txt")

    with pytest.raises(EmptyCohort) as refused:
        ask(coimbra, question, view, "HCC", **chosen)
    assert "165" in refused.value.reason or "not supplied by this source" in refused.value.reason
    assert refused.value.remedy
