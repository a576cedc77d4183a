"""A cohort built on its page holds on survival: by navigation, reload, Back and a pasted link."""

import re

import pytest
from playwright.sync_api import Page

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

ADDRESS = "age_at_enrolment~from60"
SAID = "cohort: Age at enrolment 60 years or above"


def settled(page: Page) -> None:
    page.wait_for_timeout(300)
    page.wait_for_selector("[data-testid=stApp][data-test-script-state=notRunning]")
    page.wait_for_timeout(300)


def counted(page: Page) -> str:
    """The caption that tells how many are counted and in which cohort."""
    settled(page)
    caption = page.locator("[data-testid=stCaptionContainer]", has_text=SAID).first
    caption.wait_for()
    return caption.inner_text()


@pytest.fixture
def page(browser, server):
    context = browser.new_context(viewport={"width": 1440, "height": 1200})
    page = context.new_page()
    page.goto(f"{server}/demo/role?role=STEERING&next=/cohort")
    settled(page)
    yield page
    context.close()


def build(page: Page) -> None:
    field = page.get_by_label("Add a condition on")
    field.click()
    field.fill("Age at")
    page.keyboard.press("Enter")
    settled(page)
    lowest = page.get_by_label("At least (years)")
    lowest.click()
    lowest.fill("60")
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Add to the cohort").click()
    page.wait_for_url(re.compile(re.escape(ADDRESS)))


def open_survival(page):
    counted(page)  # a page that is still at work would close the menu again
    page.get_by_text("Outcomes", exact=True).first.click()
    page.get_by_text("Survival", exact=True).first.click()


def test_a_cohort_holds_on_survival_after_navigation_reload_and_a_pasted_link(
    page, server, browser
):
    build(page)
    assert "in the cohort" in counted(page)
    open_survival(page)
    page.wait_for_url(re.compile(f"/survival.*{re.escape(ADDRESS)}"))
    first = counted(page)
    page.reload()
    reloaded = counted(page)
    other = browser.new_context()
    pasted = other.new_page()
    pasted.goto(f"{server}/demo/role?role=STEERING&next=/methods")
    settled(pasted)
    pasted.goto(page.url)
    told = counted(pasted)
    other.close()

    assert first == reloaded == told


def test_back_shows_the_cohort_of_its_address(page):
    build(page)
    open_survival(page)
    page.wait_for_url(re.compile(f"/survival.*{re.escape(ADDRESS)}"))
    counted(page)
    page.go_back()
    page.wait_for_url(re.compile(f"/cohort.*{re.escape(ADDRESS)}"))

    assert "in the cohort" in counted(page)


@pytest.mark.parametrize("path", ["cohort", "baseline"])
def test_a_phone_shows_cohort_and_table_one_without_sideways_scroll(page, server, path):
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(f"{server}/{path}?cohort={ADDRESS}")
    counted(page)

    assert page.evaluate("document.documentElement.scrollWidth") <= 390
