"""The cohort and Table 1 as people meet them: built, carried, saved, and refused."""

import pytest


def words(app) -> str:
    shown = [*app.markdown, *app.caption, *app.warning, *app.title]
    return "\n".join(str(element.value) for element in shown)


def captions(app) -> str:
    return "\n".join(str(one.value) for one in app.caption).replace("\\", "")


def opened(open_as, role="STEERING", page="cohort", cohort="", **choice):
    app = open_as(role, **choice)
    if cohort:
        app.query_params["cohort"] = cohort
    app.run()
    return app.switch_page(f"../pages/{page}.py").run()


def said(app) -> str:
    return words(app).replace("\\", "")


def test_a_condition_is_built_and_stands_in_the_address(open_as):
    app = opened(open_as)
    app.selectbox(key="field_of_condition_HCC").select("age_at_enrolment").run()
    app.selectbox(key="low_age_at_enrolment").select(60)  # and clicked at once
    app.button(key="add_condition").click().run()

    assert not app.exception
    assert app.text_input(key="cohort").value == "age_at_enrolment~from60"
    assert "cohort: Age at enrolment 60 years or above" in captions(app)


@pytest.mark.parametrize("page", ["survival", "competing", "baseline"])
def test_a_cohort_of_the_address_is_told_on_every_outcome_page(open_as, page):
    app = opened(open_as, page=page, cohort="sex~F bclc~A~B~missing")

    assert not app.exception
    assert "cohort: Sex: Female; BCLC stage: A or B, or not entered" in captions(app)


def test_a_page_that_no_condition_cuts_says_so(open_as):
    app = opened(open_as, page="accrual", cohort="sex~F")

    assert "conditions of the cohort not applied" in captions(app)


def test_conditions_that_are_not_ours_are_dropped_with_one_sentence(open_as):
    app = opened(open_as, cohort="<b>x~A sex~F bclc~Q")

    notices = [one.value.replace("\\", "") for one in app.warning]
    assert len(notices) == 1
    assert "BCLC stage: a value is not on its list" in notices[0]
    assert "cohort: Sex: Female." in captions(app)
    assert "<b>" not in said(app)


def test_a_cohort_that_nobody_meets_empties_the_page_in_one_sentence(open_as):
    app = opened(open_as, page="survival", cohort="age_at_enrolment~to19")

    assert not app.exception
    assert "clear the cohort" in said(app)
    assert "n 0" in said(app)
    assert not app.get("plotly_chart")


def test_clearing_brings_everybody_back(open_as):
    app = opened(open_as, cohort="sex~F")
    app.button(key="clear_cohort").click().run()

    assert app.text_input(key="cohort").value == ""
    assert "No condition is set" in said(app)


def test_a_saved_cohort_is_listed_used_renamed_and_deleted(open_as):
    app = opened(open_as, cohort="sex~F")
    app.text_input(key="name_of_cohort").set_value("Women")
    app.button(key="save_now").click().run()
    assert app.selectbox(key="saved_cohort").options == ["Women (version 1)"]

    app.button(key="clear_cohort").click().run()
    app.button(key="use_cohort").click().run()
    assert app.text_input(key="cohort").value == "sex~F"

    app.text_input(key="new_name").set_value("All women")
    app.button(key="rename_cohort").click().run()
    assert app.selectbox(key="saved_cohort").options == ["All women (version 2)"]

    other = opened(open_as, "COORDINATING")
    assert "None is saved in your reach" in said(other)

    app = opened(open_as)
    app.button(key="delete_cohort").click().run()
    assert "None is saved in your reach" in said(app)


@pytest.mark.parametrize("text", ["", "[" * 3000, '{"domain": "NOWHERE"}'])
def test_a_hostile_definition_is_one_sentence(open_as, text):
    app = opened(open_as)
    app.text_area(key="pasted_definition").set_value(text)
    app.button(key="read_definition").click().run()

    assert not app.exception
    assert len(app.warning) == 1


def test_a_definition_out_of_reach_is_refused(open_as):
    app = opened(open_as, "DOMAIN_LEAD", domain="HCC")
    app.text_area(key="pasted_definition").set_value('{"domain": "RCC"}')
    app.button(key="read_definition").click().run()

    assert "does not reach" in app.warning[0].value


def test_a_site_counts_its_own_patients_in_both_pages(open_as):
    own = opened(open_as, "SITE", site="S03")
    everybody = opened(open_as, "STEERING")

    def enrolled(app):
        return int(app.metric[0].value.replace(",", ""))

    assert 0 < enrolled(own) < enrolled(everybody)
    assert not opened(open_as, "SITE", page="baseline", site="S03").exception


def test_table_one_has_no_p_value_and_says_why(open_as):
    app = opened(open_as, page="baseline")

    assert "No p-values" in captions(app)
    heads = list(app.table[0].value.columns)
    assert heads[-2:] == ["Largest SMD", "of groups"]
    assert len(heads) == 1 + 6 + 1 + 2


def test_two_arms_of_a_planned_comparison_have_one_difference_each(open_as):
    app = opened(open_as, page="baseline")
    app.selectbox(key="groups").select("Microwave or radiofrequency ablation").run()

    assert not app.exception
    assert list(app.table[0].value.columns)[-1] == "SMD"
    assert len(app.table[0].value.columns) == 5


def test_another_domain_starts_with_its_own_groups_and_rows(open_as):
    app = opened(open_as, page="baseline")
    app.selectbox(key="groups").select("Microwave or radiofrequency ablation").run()
    app.selectbox(key="domain").select("RCC").run()

    assert not app.exception
    assert "RENAL" in app.table[0].value.iloc[:, 0].str.upper().str.cat()


@pytest.mark.parametrize("page", ["cohort", "baseline"])
def test_a_cohort_of_nobody_opens_both_pages(open_as, page):
    app = opened(open_as, page=page, cohort="age_at_enrolment~to19")

    assert not app.exception
    assert len(app.warning) == (1 if page == "baseline" else 0)


def test_a_condition_that_is_too_fine_is_not_added(open_as):
    app = opened(open_as)
    app.selectbox(key="field_of_condition_HCC").select("max_diameter_mm").run()
    app.number_input(key="high_max_diameter_mm").set_value(33.3)
    app.button(key="add_condition").click().run()

    assert app.text_input(key="cohort").value == ""
    assert "two digits" in app.warning[0].value
