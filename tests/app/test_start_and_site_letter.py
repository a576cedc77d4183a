"""The start page and the site letter: each role reads its own, with numbers, and links that fit."""

from datetime import UTC, date, datetime
from urllib.parse import urlencode

import pytest
import sqlalchemy as sa

from queries import schema
from queries.demo.load import load_demo
from queries.domains.catalogue import DOMAINS
from queries.engine import writing
from queries.initialise import initialise


def words(app) -> str:
    shown = [*app.markdown, *app.caption, *app.warning, *app.title, *app.subheader]
    return "\n".join(str(element.value) for element in shown).replace("\\", "")


def links(app) -> str:
    return "\n".join(element.proto.body for element in app.get("html"))


def counted(home, statement):
    engine = writing(f"sqlite:///{home / 'registry.sqlite'}")
    with engine.connect() as connection:
        found = connection.scalar(statement)
    engine.dispose()
    return found


@pytest.fixture(scope="session")
def three_snapshots(tmp_path_factory):
    """Folder of a demo registry that grew: 200, 300 and 400 diagnoses, a quarter apart."""
    home = tmp_path_factory.mktemp("grown")
    engine = writing(f"sqlite:///{home / 'registry.sqlite'}")
    initialise(engine)
    for n, month in ((200, 1), (300, 4), (400, 7)):
        load_demo(engine, n_diagnoses=n, now=datetime(2026, month, 5, tzinfo=UTC))
    engine.dispose()
    return home


def test_the_committee_reads_enrolment_against_the_target_as_the_rows_have_it(open_as, demo_home):
    app = open_as("STEERING", "pages/start.py").run()

    month, target = schema.accrual_target.c.month, schema.accrual_target.c.target_n
    of_hcc = (schema.accrual_target.c.domain_code == "HCC", month <= date(2025, 6, 1))
    planned = counted(demo_home, sa.select(sa.func.sum(target)).where(*of_hcc))
    assert f"1,600 diagnoses enrolled by Jun 2025, of {planned:,.0f} planned" in words(app)
    assert len(app.get("plotly_chart")) == 1
    assert not app.exception


def test_the_sites_that_never_enrolled_are_called_by_their_label(open_as, demo_home):
    app = open_as("STEERING", "pages/start.py").run()

    site, month = schema.site.c, schema.accrual_month.c.site_id
    never = sa.select(sa.func.min(site.site_id)).where(site.site_id.not_in(sa.select(month)))
    assert f"**{counted(demo_home, never)}:** No diagnosis enrolled since it opened" in words(app)
    assert "Invented hospital" not in words(app)
    assert "not ranked" in words(app)


def test_without_an_earlier_snapshot_the_page_says_so(open_as):
    app = open_as("STEERING", "pages/start.py").run()

    assert "No earlier snapshot of this source is stored" in words(app)
    assert not app.date_input


def enrolled_then(home, snapshot) -> int:
    table = schema.accrual_month.c
    of_hcc = (table.snapshot_id == snapshot, table.domain_code == "HCC")
    return counted(home, sa.select(sa.func.sum(table.n)).where(*of_hcc))


def test_the_last_snapshot_is_the_one_compared_with(open_as, at_home, three_snapshots):
    script = open_as("COORDINATING", "pages/start.py")
    at_home(three_snapshots)

    app = script.run()

    assert "Since snapshot 2 of 5 Apr 2026" in words(app)
    before, now = (enrolled_then(three_snapshots, number) for number in (2, 3))
    assert f"{now - before} more diagnoses enrolled ({before}, now {now})" in words(app)


def test_a_meeting_is_compared_with_what_was_stored_by_its_day(open_as, at_home, three_snapshots):
    script = open_as("COORDINATING", "pages/start.py")
    at_home(three_snapshots)
    app = script.run()

    app.date_input[0].set_value(date(2026, 2, 1)).run()

    assert "Since snapshot 1 of 5 Jan 2026" in words(app)
    before, now = (enrolled_then(three_snapshots, number) for number in (1, 3))
    assert f"{now - before} more diagnoses enrolled ({before}, now {now})" in words(app)


def test_another_source_is_no_earlier_snapshot(open_as, at_home, tmp_path, three_snapshots):
    (tmp_path / "registry.sqlite").write_bytes((three_snapshots / "registry.sqlite").read_bytes())
    engine = writing(f"sqlite:///{tmp_path / 'registry.sqlite'}")
    table = schema.data_snapshot
    with engine.begin() as connection:
        renamed = table.update().where(~table.c.is_current).values(source_label="Another")
        connection.execute(renamed)
    engine.dispose()
    script = open_as("STEERING", "pages/start.py")
    at_home(tmp_path)

    assert "No earlier snapshot of this source" in words(script.run())


def test_a_site_reads_what_waits_for_it_and_nothing_of_others(open_as):
    app = open_as("SITE", "pages/start.py", site="S03").run()

    assert all(f"**{lead}" in words(app) for lead in ("Entry", "Checks", "Follow-up", "Enrolment"))
    assert "Sites to call" not in words(app)
    assert "S04" not in words(app)


@pytest.mark.parametrize("role", ["PUBLIC", "ADVISORY"])
def test_the_public_reads_no_number_on_the_start_page(open_as, role):
    app = open_as(role, "pages/start.py").run()

    assert not app.get("plotly_chart")
    assert "enrolled" not in words(app)
    assert not app.warning


def test_a_link_carries_the_filters_and_leads_to_open_pages_only(open_as, demo_home):
    site, month = schema.site.c, schema.accrual_month.c.site_id
    never = site.site_id.not_in(sa.select(month))
    called = counted(demo_home, sa.select(sa.func.min(site.site_id)).where(never))
    name = counted(demo_home, sa.select(site.site_name).where(site.site_id == called))
    steering = links(open_as("STEERING", "pages/start.py").run())
    centre = links(open_as("COORDINATING", "pages/start.py").run())

    assert f'href="/accrual?site={called}"' in steering
    assert "/letter?" not in steering
    assert f'href="/letter?{urlencode({"site": name})}"' in centre
    assert 'href="/survival?technique=' in steering


def test_the_filter_on_places_narrows_the_start_page(open_as):
    app = open_as("STEERING").run()
    app.button_group[0].set_value(["EU"]).run()

    assert "Europe" in words(app)
    assert "1,600 diagnoses enrolled" not in words(app)
    assert "region=Europe" in links(app)


def test_an_empty_choice_is_one_sentence(open_as, demo_home):
    site, month = schema.site.c.site_id, schema.accrual_month.c.site_id
    empty = counted(demo_home, sa.select(sa.func.min(site)).where(site.not_in(sa.select(month))))
    app = open_as("STEERING").run()
    app.multiselect(key="site").set_value([empty]).run()

    assert len(app.warning) == 1
    assert "No diagnosis is enrolled under these filters" in words(app)


@pytest.mark.parametrize("domain", list(DOMAINS))
def test_every_disease_domain_has_a_start_page_without_a_fault(open_as, domain):
    app = open_as("DOMAIN_LEAD", "pages/start.py", domain=domain).run()

    assert not app.exception
    assert "went wrong" not in words(app)


@pytest.mark.parametrize("site", ["S19", "S14"], ids=["enrols nobody", "enrols"])
def test_a_site_reads_its_own_letter_with_its_files(open_as, site):
    app = open_as("SITE", "pages/letter.py", site=site).run()

    assert not app.exception
    assert app.selectbox(key="site_of_letter").options == [site]
    assert "IO-CORE, Global Interventional Oncology" in words(app)
    assert "SYNTHETIC DATA" in words(app)
    labels = [button.proto.label for button in app.get("download_button")]
    assert labels[:2] == ["Letter, PDF", "Letter, Markdown"]


def test_the_coordinating_centre_chooses_any_site_by_name(open_as):
    app = open_as("COORDINATING", "pages/letter.py").run()
    app.selectbox(key="site_of_letter").set_value("S14").run()

    assert len(app.selectbox(key="site_of_letter").options) == 45
    assert "### Invented hospital S14" in words(app)
