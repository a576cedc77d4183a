"""Every page for every role: it opens or refuses as the matrix says, and never fails."""

from pathlib import Path

import pytest

from dashboard.navigation import PAGES
from queries.policies import Level, level
from queries.scope import Role

ROOT = Path(__file__).resolve().parents[2]
WHERE = {Role.SITE: {"site": "S19"}, Role.DOMAIN_LEAD: {"domain": "HCC"}}


def words(app) -> str:
    shown = [*app.markdown, *app.caption, *app.error, *app.warning, *app.info, *app.title]
    return "\n".join(str(element.value) for element in shown)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.key)
@pytest.mark.parametrize("role", list(Role))
def test_a_page_file_opens_or_refuses_as_the_matrix_says(open_as, role, page):
    app = open_as(role.value, f"pages/{page.key}.py", **WHERE.get(role, {})).run()

    assert not app.exception
    is_open = level(role, page.view) is not Level.CLOSED
    assert ("is not open to your role" in words(app)) is not is_open
    if not is_open:
        assert not app.get("plotly_chart")
        assert not app.get("arrow_data_frame")


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.key)
def test_a_page_without_any_role_is_the_public_one(open_as, page):
    app = open_as("no such role", f"pages/{page.key}.py").run()

    is_open = level(Role.PUBLIC, page.view) is not Level.CLOSED
    assert ("is not open to your role" in words(app)) is not is_open


@pytest.mark.parametrize("role", list(Role))
def test_the_frame_opens_for_every_role_and_says_that_data_are_synthetic(open_as, role):
    app = open_as(role.value, **WHERE.get(role, {})).run()

    assert not app.exception
    assert "SYNTHETIC DATA" in words(app)


def test_a_site_role_without_a_site_counts_nobody(open_as):
    app = open_as("SITE", "pages/survival.py", site="no such site").run()

    assert not app.exception
    assert not app.get("plotly_chart")
