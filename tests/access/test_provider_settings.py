"""Settings of identity providers: from the environment or a file, and what of them is unsafe."""

import json
import re
from pathlib import Path

import pytest

from dashboard.settings import settings
from dashboard.sign_in.providers import GroupRights, Provider, read_file, weak_points
from queries.errors import DatabaseUnavailable
from queries.scope import Role

SAFE = {
    **{"key": "hospital", "label": "General Hospital", "issuer": "https://id.hospital.example"},
    **{"client_id": "io-core", "client_secret": "a secret of sixteen or more"},
}
OURS = "https://registry.example"
LEAD = {"groups_claim": "groups", "groups": {"g": GroupRights(role=Role.DOMAIN_LEAD)}}
SITE = {"groups_claim": "groups", "groups": {"g": GroupRights(role=Role.SITE)}}
PUBLIC = {"groups_claim": "groups", "groups": {"g": GroupRights(role=Role.PUBLIC)}}


def found(*changes, file=None, ours=OURS):
    providers = tuple(Provider(**SAFE | changed) for changed in changes)
    return list(weak_points(providers, file=file, public_address=ours))


def test_a_safe_provider_has_no_weak_point():
    assert found({}) == []
    assert found({}, ours="http://127.0.0.1:8501") == []


@pytest.mark.parametrize(
    ("changed", "finding"),
    [
        ({"issuer": "http://id.hospital.example"}, "not https"),
        ({"client_secret": ""}, "no client secret"),
        ({"client_secret": "short"}, "fewer than 16"),
        ({"groups_claim": "groups"}, "without groups"),
        (LEAD, "without a domain"),
        (SITE, "without a site"),
        (PUBLIC, "not signed in"),
        ({"ca_file": "/nowhere.pem"}, "certificates that is not there"),
    ],
)
def test_a01_each_weak_point_alone_is_found(changed, finding):
    (said,) = found(changed)
    assert finding in said


@pytest.mark.parametrize(
    ("ours", "finding"),
    [
        ("", "own address"),
        ("https://registry.example/path", "own address"),
        ("http://registry.example", "not https"),
    ],
)
def test_a01_an_address_that_is_unsafe_to_come_back_to_is_found(ours, finding):
    (said,) = found({}, ours=ours)
    assert finding in said


def test_a01_two_providers_of_one_name_or_issuer_are_found():
    said = " ".join(found({}, {}))
    assert "same key" in said
    assert "same issuer" in said


def test_a01_a_file_that_others_may_read_is_found(tmp_path):
    file = tmp_path / "providers.toml"
    file.touch(mode=0o644)
    (said,) = found(file=file)
    assert "other accounts" in said


def test_providers_come_from_a_file_with_their_groups(tmp_path):
    file = tmp_path / "providers.toml"
    plain = "\n".join(f'{name} = "{value}"' for name, value in SAFE.items())
    groups = '[provider.groups."/io/hcc"]\nrole = "DOMAIN_LEAD"\ndomains = ["HCC"]\n'
    file.write_text(f'[[provider]]\n{plain}\ngroups_claim = "groups"\n{groups}')

    (provider,) = read_file(file)

    assert provider.groups["/io/hcc"].role is Role.DOMAIN_LEAD
    assert SAFE["client_secret"] not in repr(provider)


@pytest.mark.parametrize("text", ["[[provider]\n", "", "[[provider]]\nclient_secret = 'hidden'\n"])
def test_a_file_that_is_none_is_a_sentence_without_its_values(tmp_path, text):
    file = tmp_path / "providers.toml"
    if text:
        file.write_text(text)
    with pytest.raises(DatabaseUnavailable, match="identity providers") as refusal:
        read_file(file)
    assert "hidden" not in str(refusal.value)


@pytest.mark.parametrize("given", ["{", json.dumps([SAFE | {"issuer": "hidden"}])])
def test_an_environment_that_is_wrong_is_a_sentence_without_its_values(monkeypatch, given):
    monkeypatch.setenv("IOCORE_PROVIDERS", given)
    settings.cache_clear()
    with pytest.raises(DatabaseUnavailable, match="IOCORE_PROVIDERS") as refusal:
        settings()
    assert "hidden" not in str(refusal.value)
    settings.cache_clear()


@pytest.mark.parametrize(
    ("local", "providers", "has"),
    [("", [], True), ("", [SAFE], False), ("true", [SAFE], True), ("false", [], False)],
)
def test_a08_passwords_open_only_where_no_provider_does_or_it_is_said(
    monkeypatch, local, providers, has
):
    monkeypatch.setenv("IOCORE_PROVIDERS", json.dumps(providers))
    if local:
        monkeypatch.setenv("IOCORE_LOCAL_ACCOUNTS", local)
    settings.cache_clear()
    assert settings().has_local_accounts is has
    settings.cache_clear()


def test_the_example_of_the_guide_is_a_file_of_providers_that_passes(tmp_path):
    guide = Path(__file__).resolve().parents[2] / "docs" / "sign-in.md"
    (example,) = re.findall(r"```toml\n(.*?)```", guide.read_text(), flags=re.DOTALL)
    file = tmp_path / "providers.toml"
    file.write_text(example)
    file.chmod(0o600)
    providers = read_file(file)

    assert [provider.key for provider in providers] == ["hospital", "network"]
    assert list(weak_points(providers, file=file, public_address=OURS)) == []


@pytest.mark.parametrize("field", list(Provider.model_fields))
def test_every_field_of_a_provider_is_in_the_guide(field):
    guide = Path(__file__).resolve().parents[2] / "docs" / "sign-in.md"
    assert field in guide.read_text()


def test_one_file_alone_speaks_to_the_libraries_of_the_protocol():
    root = Path(__file__).resolve().parents[2]
    users = {
        path.name
        for floor in ("analytics", "dashboard", "pages", "queries")
        for path in (root / floor).rglob("*.py")
        if re.search(r"^(from|import) (authlib|joserfc)", path.read_text(), flags=re.MULTILINE)
    }
    assert users == {"oidc.py"}
