"""`iocore publish`: the whole trip of a release at the command line, and what stops it."""

import shutil
import sys
from datetime import UTC, datetime

import pytest

from analytics.disclosure import primary, tables
from dashboard import cache, cli, publishing
from dashboard.publish_commands import APPROVER, BUILDER
from dashboard.settings import settings
from queries.demo.load import load_demo
from queries.domains.catalogue import DOMAINS
from queries.engine import reading, writing
from queries.releases.reading import current_release, stored_release, stored_releases


def run(home, capsys, *words):
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("IOCORE_HOME", str(home))
        patch.setenv("IOCORE_ENVIRONMENT", "demo")
        patch.setattr(sys, "argv", ["iocore", *words])
        patch.setattr(publishing, "DOMAINS", {code: DOMAINS[code] for code in ("HCC", "BONE")})
        settings.cache_clear()
        cache.forget_all()
        with pytest.raises(SystemExit) as ended:
            cli.main()
    settings.cache_clear()
    told = capsys.readouterr()
    return ended.value.code, told.out + told.err


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """A small demo registry with its release, made once."""
    home = tmp_path_factory.mktemp("made")

    class Silent:
        def readouterr(self):
            return type("Told", (), {"out": "", "err": ""})

    run(home, Silent(), "demo", "--patients", "600")
    reading.cache_clear()
    return home


@pytest.fixture
def home(made, tmp_path):
    shutil.copytree(made, tmp_path / "home")
    yield tmp_path / "home"
    reading(address(tmp_path / "home")).dispose()
    reading.cache_clear()


def address(home):
    return f"sqlite:///{(home / 'release.sqlite').as_posix()}"


@pytest.fixture
def iocore(home, capsys):
    return lambda *words: run(home, capsys, *words)


def test_a_demo_has_a_synthetic_release_built_and_approved_by_two(home):
    release = current_release(address(home))

    assert release.is_synthetic
    assert (release.built_by, release.approved_by) == (BUILDER, APPROVER)
    assert release.audit["findings"] == []
    assert release.config["k"] == 11


def test_a_release_goes_from_build_to_public_and_back(iocore, home):
    assert iocore("publish", "build", "--by", "Anna")[0] == 0
    assert current_release(address(home)).release_id == 1
    code, said = iocore("publish", "approve", "2", "--by", "anna")
    assert (code, "cannot approve it as well" in said) == (3, True)
    assert iocore("publish", "approve", "2", "--by", "Ben")[0] == 0
    assert current_release(address(home)).release_id == 2
    code, said = iocore("publish", "withdraw", "2", "--by", "Ben")
    assert (code, "release 1 is public now" in said) == (0, True)
    assert current_release(address(home)).release_id == 1


def test_the_list_names_who_built_and_who_approved(iocore):
    code, said = iocore("publish", "list")

    assert code == 0
    assert all(word in said for word in (BUILDER, APPROVER, "current", "SYNTHETIC"))


def test_the_same_snapshot_again_shows_the_same(iocore, home):
    iocore("publish", "build", "--by", "Anna")
    iocore("publish", "approve", "2", "--by", "Ben")
    first, second = (items(home, number) for number in (1, 2))

    assert first == second


def items(home, number):
    return {item.item_id: item.payload for item in stored_release(address(home), number).items}


def test_d16_a_planted_violation_ends_with_two_and_the_old_release_stays(iocore, home, monkeypatch):
    monkeypatch.setattr(primary, "is_small", lambda counts, _rules: counts < 0)  # none is
    monkeypatch.setattr(
        tables,
        "renewed",
        lambda marked, *_, as_of, rules: tables._first_entries(marked, as_of=as_of, rules=rules),
    )

    code, said = iocore("publish", "build", "--by", "Anna")

    assert code == 2
    assert "nothing is stored" in said
    assert "worked out too closely" in said or "contradict" in said
    assert [one.release_id for one in stored_releases(address(home))] == [1]
    assert current_release(address(home)).release_id == 1


def test_a_name_is_needed(iocore):
    assert iocore("publish", "build")[0] == 2
    assert iocore("publish", "build", "--by", "  ")[0] == 3


def test_the_payload_holds_no_site_and_no_exact_date(home):
    text = str([item.payload for item in current_release(address(home)).items])

    assert "site_id" not in text
    assert not any(f"'S{number:02d}'" in text for number in range(1, 60))
    assert "ledger" not in text
    assert "latest" not in text


def meanwhile(monkeypatch, does):
    """Do something after the first domain has been protected."""
    build = publishing.build

    def advance(_stage, done, _total):
        if done == 1:
            does()

    monkeypatch.setattr(publishing, "build", lambda **given: build(**given | {"advance": advance}))


def test_a_registry_lost_during_a_build_is_a_sentence_and_nothing_is_stored(
    iocore, home, monkeypatch
):
    file = home / "registry.sqlite"

    def lose():
        reading(f"sqlite:///{file.as_posix()}").dispose()
        file.rename(home / "elsewhere.sqlite")

    meanwhile(monkeypatch, lose)
    code, said = iocore("publish", "build", "--by", "Anna")
    (home / "elsewhere.sqlite").rename(file)
    monkeypatch.undo()

    assert (code, "The registry database did not answer." in said) == (5, True)
    assert [one.release_id for one in stored_releases(address(home))] == [1]
    assert iocore("publish", "build", "--by", "Anna")[0] == 0


def test_a_snapshot_switched_during_a_build_changes_nothing_of_the_release(
    iocore, home, monkeypatch
):
    iocore("publish", "build", "--by", "Anna")

    def bring_another():
        engine = writing(f"sqlite:///{(home / 'registry.sqlite').as_posix()}")
        load_demo(engine, n_diagnoses=60, now=datetime(2026, 1, 2, tzinfo=UTC))
        engine.dispose()

    meanwhile(monkeypatch, bring_another)
    assert iocore("publish", "build", "--by", "Anna")[0] == 0

    undisturbed, disturbed = (stored_release(address(home), number) for number in (2, 3))
    assert disturbed.snapshot_id == undisturbed.snapshot_id == 1
    assert items(home, 3) == items(home, 2)
