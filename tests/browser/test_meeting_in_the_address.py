"""The meeting that changes are counted from lies in the address, so that a link holds it."""

import re

import pytest
from playwright.sync_api import expect

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

LONG = 90_000  # milliseconds; the machine may be busy


def settled(page):
    page.wait_for_selector("[data-testid=stApp][data-test-script-state=notRunning]", timeout=LONG)
    page.wait_for_timeout(300)


@pytest.fixture
def page(browser, grown_server):
    context = browser.new_context(viewport={"width": 1440, "height": 1400})
    page = context.new_page()
    page.goto(f"{grown_server}/demo/role?role=STEERING&next=/")
    settled(page)
    yield page
    context.close()


def test_a_link_with_a_meeting_opens_with_its_changes(page, grown_server):
    expect(page.get_by_text("Since snapshot 2 of 5 Apr 2026").first).to_be_visible(timeout=LONG)

    page.goto(f"{grown_server}/?meeting=2026-02-01")
    settled(page)

    expect(page.get_by_text("Since snapshot 1 of 5 Jan 2026").first).to_be_visible(timeout=LONG)


def test_a_meeting_that_is_chosen_is_written_into_the_address(page):
    expect(page.get_by_text("What changed since the earlier snapshot")).to_be_visible(timeout=LONG)
    settled(page)
    page.get_by_test_id("stDateInput").get_by_role("spinbutton").first.click()
    page.keyboard.type("20260201")
    page.get_by_role("heading", name="Start", exact=True).click()  # leaving the field commits it

    page.wait_for_url(re.compile("meeting=2026-02-01"), timeout=LONG)

    expect(page.get_by_text("Since snapshot 1 of 5 Jan 2026").first).to_be_visible(timeout=LONG)


def test_a_meeting_that_is_no_day_is_passed_over(page, grown_server):
    page.goto(f"{grown_server}/?meeting=yesterday")
    settled(page)

    expect(page.get_by_text("Since snapshot 2 of 5 Apr 2026").first).to_be_visible(timeout=LONG)
