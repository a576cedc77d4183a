"""One trip through the real app: role, survival, filter, reload, read the curve."""

import re

import pytest
from playwright.sync_api import Page, expect

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

READ_CURVES = """() => {
  const plot = document.querySelector('.js-plotly-plot');
  return plot._fullData
    .filter(trace => trace.mode === 'lines' && /n = /.test(trace.name || ''))
    .map(trace => ({name: trace.name, first: trace.y[0], last: trace.y[trace.y.length - 1]}));
}"""


def settled(page: Page) -> None:
    page.wait_for_selector("[data-testid=stApp][data-test-script-state=notRunning]")
    page.wait_for_timeout(300)


@pytest.fixture
def page(browser, server):
    context = browser.new_context(viewport={"width": 1440, "height": 1000})
    page = context.new_page()
    page.foreign, page.complaints = [], []
    page.on(
        "request",
        lambda request: (
            None
            if request.url.startswith((server, server.replace("http", "ws"), "data:", "blob:"))
            else page.foreign.append(request.url)
        ),
    )
    page.on(
        "console",
        lambda message: (
            page.complaints.append(message.text) if "Content Security" in message.text else None
        ),
    )
    yield page
    context.close()


def choose(page: Page, server: str, name: str) -> None:
    page.goto(f"{server}/")
    settled(page)
    page.get_by_text("Change role").first.click()
    page.get_by_role("link", name=name, exact=True).click()
    page.wait_for_url(f"{server}/**")
    settled(page)


def redrawn(page: Page, before: object) -> object:
    """Curves as soon as they are others than before: the address changes first."""
    for _ in range(60):
        settled(page)
        curves = page.evaluate(READ_CURVES)
        if curves != before:
            break
        page.wait_for_timeout(500)
    return curves


def test_a_lead_reads_a_filtered_curve_again_from_the_address(page, server):
    choose(page, server, "Disease-domain lead HCC")
    page.goto(f"{server}/survival")
    settled(page)
    page.wait_for_selector(".js-plotly-plot")
    everybody = page.evaluate(READ_CURVES)
    page.get_by_role("button", name="Europe", exact=True).first.click()
    page.wait_for_url(re.compile("region=Europe"))
    filtered = redrawn(page, everybody)

    page.goto(page.url)  # a fresh load of the address
    settled(page)
    page.wait_for_selector(".js-plotly-plot")

    assert page.complaints == []
    assert page.evaluate(READ_CURVES) == filtered
    assert filtered != everybody
    assert all(curve["first"] == 1 and 0 <= curve["last"] < 1 for curve in filtered)
    expect(page.get_by_text("30 Jun 2025").first).to_be_visible()
    assert page.foreign == []


def test_a_closed_page_refuses_by_its_direct_address_and_opens_with_the_role(page, server):
    page.goto(f"{server}/survival?region=Europe")
    settled(page)

    expect(page.get_by_text("is not open to your role")).to_be_visible()
    assert page.locator(".js-plotly-plot").count() == 0

    page.get_by_text("Change role").first.click()
    page.get_by_role("link", name="Steering committee", exact=True).click()
    page.wait_for_selector(".js-plotly-plot")

    assert page.url.split("?")[0] == f"{server}/survival"


@pytest.mark.parametrize("path", ["", "accrual", "forecast", "survival", "methods"])
def test_a_phone_shows_every_page_without_sideways_scroll(page, server, path):
    choose(page, server, "Coordinating centre")
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(f"{server}/{path}")
    settled(page)

    wide = page.evaluate("document.documentElement.scrollWidth")

    assert wide <= 390
    assert page.foreign == []


def test_a_table_downloads_what_the_chart_shows(page, server):
    choose(page, server, "Steering committee")
    page.goto(f"{server}/survival")
    page.wait_for_selector(".js-plotly-plot")
    settled(page)
    curves = {curve["name"].split(" (")[0] for curve in page.evaluate(READ_CURVES)}

    with page.expect_download() as waiting:
        page.get_by_role("button", name=re.compile("CSV")).first.click()
    text = waiting.value.path().read_text(encoding="utf-8-sig")

    assert "SYNTHETIC" in text
    assert all(name in text for name in curves)


def test_the_server_closes_what_is_not_for_browsers(page, server):
    assert page.request.get(f"{server}/_stcore/metrics").status == 404
    answer = page.request.get(f"{server}/")

    assert "default-src 'self'" in answer.headers["content-security-policy"]
    assert answer.headers["x-content-type-options"] == "nosniff"


@pytest.mark.parametrize("address", ["//evil.example", "https://evil.example", "/\\evil.example"])
def test_the_role_link_leads_nowhere_else(page, server, address):
    answer = page.request.get(
        f"{server}/demo/role", params={"role": "PUBLIC", "next": address}, max_redirects=0
    )

    assert answer.headers["location"] == "/"


def test_the_first_page_answers_to_its_name_too(page, server):
    page.goto(f"{server}/start?region=Europe")
    settled(page)

    assert page.url == f"{server}/?region=Europe"
    assert page.get_by_text("Page not found").count() == 0
