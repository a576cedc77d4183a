"""Endpoints of lesions from the tables of a registry: named lesions, one rule each."""

import pytest

from queries.importers.derive import follow_up_rows

FREE = ((30, "COMPLETE"), (180, "NO_LTP"))


@pytest.fixture
def end(ends, told):
    """Say how a lesion treated by microwave ablation ends, beside one that is controlled."""

    def one(endpoint, treated, controls, cutoff=1000, **facts):
        told_facts = {"technique": "MWA"} | facts
        person = told(**told_facts, lesions={"L": (treated, controls)})
        other = told(technique="MWA", seen=100, lesions={"L": ((0,), ((30, "COMPLETE"),))})
        return ends(endpoint, {"one": person, "other": other}, cutoff)["one/L"]

    return one


@pytest.mark.parametrize(
    ("lesion", "controls", "facts", "expected"),
    [
        ("progressed", (*FREE, (270, "LTP")), {}, (270, 1)),
        ("free", FREE, {}, (180, 0)),
        ("free, then died", FREE, {"died": 300}, (300, 2)),
        ("free, then transplanted", FREE, {"events": ((300, "TRANSPLANT"),)}, (300, 3)),
        ("free, then resected", FREE, {"events": ((300, "RESECTION"),)}, (300, 3)),
        ("progressed, then died", (*FREE, (270, "LTP")), {"died": 300}, (270, 1)),
        ("never complete", ((30, "RESIDUAL"),), {}, "NOT_COMPLETE"),
        ("never complete, died", ((30, "RESIDUAL"),), {"died": 300}, "NOT_COMPLETE"),
        ("never controlled, alive", (), {}, "NOT_ASSESSED"),
        ("never controlled, died", (), {"died": 300}, (300, 2)),
        ("never controlled, transplanted", (), {"events": ((300, "TRANSPLANT"),)}, (300, 3)),
        ("consented late", FREE, {"consent": 100}, (180, 0, 100)),
        ("dead on an unknown day", FREE, {"status": "DEAD"}, "DEATH_UNDATED"),
    ],
)
def test_local_tumour_progression_follows_a_complete_lesion(end, lesion, controls, facts, expected):
    assert end("LTP", (0,), controls, **facts) == expected, lesion


@pytest.mark.parametrize(
    ("lesion", "controls", "facts", "censored", "failure", "free"),
    [
        ("progressed", (*FREE, (270, "LTP")), {}, (270, 1), (270, 1), (270, 1)),
        ("free, then died", FREE, {"died": 300}, (300, 2), (300, 2), (300, 1)),
        (
            "free, transplanted, died",
            FREE,
            {"events": ((200, "TRANSPLANT"),), "died": 300},
            (180, 0),
            (200, 3),
            (300, 1),
        ),
        (
            "residual",
            ((30, "RESIDUAL"), (90, "RESIDUAL")),
            {},
            "NOT_COMPLETE",
            (30, 1),
            "NOT_COMPLETE",
        ),
        ("never controlled, alive", (), {}, "NOT_ASSESSED", (0.5, 0), "NOT_ASSESSED"),
        ("never controlled, died", (), {"died": 300}, (300, 2), (300, 2), (300, 1)),
        (
            "never controlled, transplanted",
            (),
            {"events": ((300, "TRANSPLANT"),)},
            "NOT_ASSESSED",
            (300, 3),
            "NOT_ASSESSED",
        ),
    ],
)
def test_the_other_endpoints_of_lesions(end, lesion, controls, facts, censored, failure, free):
    codes = ("LTP_CENSOR_TX", "LTP_OR_RESIDUAL", "LTPFS")

    assert [end(code, (0,), controls, **facts) for code in codes] == [censored, failure, free]


@pytest.mark.parametrize("code", ["LTP", "LTP_CENSOR_TX", "LTP_OR_RESIDUAL", "LTPFS"])
def test_where_no_lesion_is_ever_controlled_nothing_is_said_about_lesions(ends, told, code):
    people = {
        "alive": told(technique="MWA", lesions={"L": ((0,), ())}),
        "dead": told(technique="MWA", died=90, lesions={"L": ((0,), ((30, "NOT_EVALUABLE"),))}),
    }

    assert set(ends(code, people).values()) == {"NOT_SUPPLIED"}


RETREATED = {"sessions": ((60, "MWA"),), "seen": 900}


@pytest.mark.parametrize(
    ("lesion", "controls", "expected"),
    [
        ("then complete", ((30, "RESIDUAL"), (90, "COMPLETE"), (200, "NO_LTP")), (200, 0)),
        ("complete, then progressed", ((30, "RESIDUAL"), (90, "COMPLETE"), (200, "LTP")), (200, 1)),
        ("and still there", ((30, "RESIDUAL"), (90, "RESIDUAL")), "NOT_COMPLETE"),
    ],
)
def test_residual_tumour_retreated_in_time(end, lesion, controls, expected):
    assert end("LTP", (0, 60), controls, **RETREATED) == expected, lesion


def test_time_counts_from_the_first_treatment_of_the_lesion(end):
    later = {"sessions": ((100, "MWA"),), "consent": 120}

    assert end("LTP", (100,), ((130, "COMPLETE"), (400, "LTP")), **later) == (300, 1, 20)
    assert end("LTP", (100,), ((130, "COMPLETE"),), events=((50, "RESECTION"),), **later) == (
        *(30, 0),
        20,
    )


def test_a_control_after_the_cut_off_is_not_seen(end):
    controls = ((30, "COMPLETE"), (151, "LTP"))

    assert end("LTP", (0,), controls, cutoff=150, seen=100) == (30, 0)
    assert end("LTP", (0,), controls, cutoff=151, seen=100) == (151, 1)


@pytest.fixture
def rows(taken, told):
    """Return the rows of one endpoint by lesion."""

    def of(endpoint, **people):
        prepared = taken({who: told(**facts) for who, facts in people.items()})
        return {
            row["lesion_id"]: row
            for row in follow_up_rows(prepared.draft, prepared.index)
            if row["endpoint_code"] == endpoint
        }

    return of


def test_lesions_of_one_patient_share_a_cluster_and_patients_have_none(rows):
    two = {"L1": ((0,), FREE), "L2": ((0,), FREE)}
    people = {
        "Ann": {"technique": "MWA", "lesions": two},
        "Bob": {"technique": "RFA", "lesions": {"L1": ((0,), FREE)}},
    }

    clusters = {lesion: row["cluster_no"] for lesion, row in rows("LTP", **people).items()}

    assert clusters == {"Ann/L1": 1, "Ann/L2": 1, "Bob/L1": 2}
    assert rows("OS", **people)[""]["cluster_no"] is None


def test_a_lesion_counts_under_its_own_first_treatment(rows):
    lesions = {"L1": ((0,), FREE), "L2": ((90,), ((120, "COMPLETE"),)), "L3": ((0, 90), FREE)}
    ann = {"technique": "MWA", "sessions": ((90, "CRYO"),), "lesions": lesions}

    found = {lesion: row["technique_code"] for lesion, row in rows("LTP", Ann=ann).items()}

    assert found == {"Ann/L1": "MWA", "Ann/L2": "CRYO", "Ann/L3": "MWA"}


def test_a_planned_combination_covers_the_lesions_treated_in_its_time(rows):
    lesions = {"L1": ((0, 30), FREE), "L2": ((30,), FREE), "L3": ((200,), ((230, "COMPLETE"),))}
    sessions = ((30, "MWA"), (200, "RFA"))
    ann = {"planned": "TACE_ABL", "sessions": sessions, "lesions": lesions}

    found = {lesion: row["technique_code"] for lesion, row in rows("LTP", Ann=ann).items()}

    assert found == {"Ann/L1": "TACE_ABL", "Ann/L2": "TACE_ABL", "Ann/L3": "RFA"}


def test_embolised_and_untreated_lesions_have_no_local_progression(rows):
    ann = {"technique": "CTACE", "lesions": {"L1": ((0,), FREE), "L2": ((), FREE)}}

    assert rows("LTP", Ann=ann) == {}


def lesions_of(*controls, days=((0,), (0,))):
    """Two lesions of one patient, each with its treatments and controls."""
    return {f"L{i}": (day, of) for i, (day, of) in enumerate(zip(days, controls, strict=True))}


PROGRESSED = (*FREE, (270, "LTP"))
RESIDUAL = ((30, "RESIDUAL"),)


@pytest.mark.parametrize(
    ("patient", "lesions", "facts", "expected"),
    [
        ("first progressed", lesions_of(PROGRESSED, FREE), {}, (270, 1)),
        ("second progressed, first free", lesions_of(FREE, PROGRESSED), {}, (180, 0)),
        ("first free, then died", lesions_of(FREE, PROGRESSED), {"died": 400}, (400, 1)),
        ("first never complete", lesions_of(RESIDUAL, FREE), {}, "NOT_COMPLETE"),
        ("first never controlled, died", lesions_of((), FREE), {"died": 90}, (90, 1)),
        ("first never controlled, alive", lesions_of((), FREE), {}, "NOT_ASSESSED"),
        (
            "transplanted, then died",
            lesions_of(FREE, FREE),
            {"events": ((200, "TRANSPLANT"),), "died": 300},
            (300, 1),
        ),
        ("consented late", lesions_of(FREE, FREE), {"consent": 100}, (180, 0, 100)),
        ("without a lesion", {}, {}, "NOT_ASSESSED"),
    ],
)
def test_a_patient_is_followed_by_the_lesion_treated_first(
    ends, told, patient, lesions, facts, expected
):
    person = told(technique="MWA", lesions=lesions, **facts)
    other = told(technique="MWA", seen=100, lesions={"L": ((0,), ((30, "COMPLETE"),))})

    assert ends("LTPFS_FIRST", {"one": person, "other": other})["one"] == expected, patient


def test_of_lesions_treated_on_other_days_the_earlier_is_the_first(ends, told):
    late_first = lesions_of(PROGRESSED, FREE, days=((200,), (0,)))
    ann = told(technique="MWA", sessions=((200, "MWA"),), lesions=late_first, seen=900)

    assert ends("LTPFS_FIRST", {"Ann": ann}) == {"Ann": (180, 0)}


def test_of_lesions_treated_on_one_day_the_lowest_number_is_the_first(taken, told):
    ann = told(technique="MWA", lesions=lesions_of(FREE, PROGRESSED))
    prepared = taken({"Ann": ann})
    prepared.draft.table("lesion").columns["lesion_no"] = [2, 1]

    rows = follow_up_rows(prepared.draft, prepared.index)
    found = [row for row in rows if row["endpoint_code"] == "LTPFS_FIRST"]

    assert [(row["exit_half_days"] / 2, row["code"], row["lesion_id"]) for row in found] == [
        (270, 1, "")
    ]


def test_embolised_patients_have_no_first_ablated_lesion(ends, told):
    ann = told(technique="CTACE", lesions={"L1": ((0,), FREE)})

    assert ends("LTPFS_FIRST", {"Ann": ann}) == {}
