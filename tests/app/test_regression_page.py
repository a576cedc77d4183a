"""The regression page: what it shows first, and each way in which it declines."""

import pytest


def said(page):
    return " ".join(box.value.replace("\\", "") for box in page.warning)


@pytest.fixture
def page(open_as):
    opened = open_as("DOMAIN_LEAD", "pages/regression.py", domain="HCC").run()
    assert not opened.exception
    return opened


def covariates(page):
    return page.multiselect[0]


def test_it_shows_ratios_and_subgroups_with_who_is_counted(page):
    captions = [one.value.replace("\\", "") for one in page.caption]

    assert not page.warning
    assert any("Cox regression of the cause-specific hazard" in text for text in captions)
    assert any("interaction tests" in text and "by chance" in text for text in captions)


def test_a_stage_beside_its_own_parts_is_declined_by_name(page):
    covariates(page).set_value([*covariates(page).value, "bclc"]).run()

    assert "BCLC stage is made of" in said(page)
    assert "Choose the score or its parts." in said(page)


def test_no_covariate_gets_one_sentence(page):
    covariates(page).set_value([]).run()

    assert not page.exception
    assert "No covariate is chosen." in said(page)


def test_too_few_events_for_the_covariates_get_the_numbers_and_no_ratio(open_as):
    page = open_as("DOMAIN_LEAD", "pages/regression.py", domain="RCC").run()

    assert not page.exception
    assert "events are too few for" in said(page)


def test_fine_and_gray_is_offered_only_where_events_compete(page):
    hazard = next(box for box in page.selectbox if box.label == "Hazard")
    endpoint = next(box for box in page.selectbox if box.label == "Endpoint")
    assert len(hazard.options) == 1

    endpoint.set_value("TTP").run()
    assert len(next(box for box in page.selectbox if box.label == "Hazard").options) == 2
