"""The id of a figure: what it is made of, and what it gives to whom."""

from datetime import UTC, datetime

import pytest

from dashboard.passports import as_id, id_of, may_read
from queries.scope import Reach, Role, Scope
from queries.state.passports import Passport, found, keep

LEAD = Scope(Role.DOMAIN_LEAD, 3, domains=frozenset({"HCC"}), site_reach=Reach.ALL)


def passport(**changed):
    kept = {
        "passport_id": "AAAAA-BBBBB",
        "exhibit": "survival-curves",
        "title": "Overall survival",
        "page": "survival",
        "address": "region=Europe",
        "settings": "s",
        "snapshot_id": 3,
        "data": "Demo registry, data cut-off 30 Jun 2025",
        "code": "0.1.0",
        "reach": LEAD.reach_key(),
        "said": "n 412",
        "made_at": datetime(2026, 1, 2, tzinfo=UTC),
    }
    return Passport(**(kept | changed))


def test_an_id_is_the_first_fifty_bits_in_base_32():
    # RFC 4648: 00000 is A, 11111 is 7.
    assert id_of("00" * 32) == "AAAAA-AAAAA"
    assert id_of("ff" * 32) == "77777-77777"
    assert id_of("08" + "00" * 31) == "BAAAA-AAAAA"


@pytest.mark.parametrize(
    ("typed", "read"),
    [(" aaaaa-bbb22 ", "AAAAA-BBB22"), ("AAAAA BBBBB", ""), ("' OR 1=1", ""), ("", "")],
)
def test_what_is_typed_is_an_id_or_nothing(typed, read):
    assert as_id(typed) == read


def test_a_figure_is_kept_as_it_was_shown_first(tmp_path):
    url = f"sqlite:///{tmp_path / 'state.sqlite'}"
    keep(url, passport())
    keep(url, passport(said="something else"))

    assert [one.said for one in found(url, "AAAAA-BBBBB")] == ["n 412"]
    assert found(url, "CCCCC-CCCCC") == ()


def test_what_a_figure_said_is_for_the_same_reach_in_any_snapshot_only():
    assert may_read(passport(), LEAD.at(7))
    assert not may_read(passport(), Scope(Role.STEERING, 3, Reach.ALL, site_reach=Reach.ALL))
