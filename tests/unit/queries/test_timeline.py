"""Days since the index procedure, in every table that belongs to a diagnosis."""

FREE = ((30, "COMPLETE"), (180, "NO_LTP"))


def test_a_lesions_assessment_is_dated_through_its_lesion(taken, told):
    draft = taken({"Ann": told(technique="MWA", lesions={"L": ((0,), FREE)})}).draft

    assert draft.table("lesion_assessment").column("assessment_day") == [30.0, 180.0]


def test_a_date_not_known_to_the_day_has_no_day(taken, told):
    prepared = taken({"Ann": told(responses=((91, "SD"), (None, "PD")))})

    assert prepared.draft.table("response_assessment").column("assessment_day") == [91.0, None]


def test_a_diagnosis_without_index_procedure_has_no_days(taken, told):
    prepared = taken({"Ann": told(technique=None, responses=((91, "SD"),))})

    assert prepared.index == {}
    assert prepared.draft.table("response_assessment").column("assessment_day") == [None]


def test_the_earliest_procedure_is_the_index(taken, told):
    prepared = taken({"Ann": told(technique="CTACE", sessions=((-30, "RFA"), (60, "MWA")))})

    index = prepared.index["Ann"]

    assert (index.technique, index.performed) == ("RFA", "RFA")
    assert prepared.draft.table("procedure").column("procedure_day") == [30.0, 0.0, 90.0]


def test_what_was_planned_names_the_group_and_what_was_done_is_kept(taken, told):
    index = taken({"Ann": told(planned="TACE_ABL")}).index["Ann"]

    assert (index.technique, index.performed) == ("TACE_ABL", "CTACE")


def test_a_date_very_far_from_the_index_is_a_query(taken, told):
    prepared = taken({"Ann": told(responses=((-17_000, "SD"),))})

    rules = [f.rule for f in prepared.report.findings if f.column == "assessment_day"]

    assert rules == ["More than 16,000 days from the index procedure."]
