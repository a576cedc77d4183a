"""Identity providers as the operator describes them: where they are, and what groups mean."""

import stat
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated
from urllib.parse import urlsplit

from pydantic import BaseModel, ConfigDict, Field, SecretStr, TypeAdapter, ValidationError

from queries.errors import DatabaseUnavailable
from queries.scope import Role

LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})
_SHORTEST_SECRET = 16


class _Told(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class GroupRights(_Told):
    """What a group of the provider may do here."""

    role: Role
    domains: frozenset[str] = frozenset()
    sites: frozenset[str] = frozenset()


class Provider(_Told):
    """An OpenID Connect provider.

    Attributes
    ----------
    key : str
        Short name; part of the address to which the provider sends people back.
    label : str
        Name on the sign-in page.
    issuer : str
        As in the provider's own configuration, to the letter.
    client_id, client_secret : str
        Under which this dashboard is registered there.
    scopes : str
        What is asked for, apart by spaces.
    groups_claim : str
        Claim that lists groups; empty: roles come from the people entered here.
    groups : dict
        Group -> rights. A group that is not listed gives none.
    acr : str
        Authentication class that the provider has to vouch for (a second factor, as a rule).
    ca_file : Path
        Certificates to trust for this provider, of a hospital's own authority.
    """

    key: Annotated[str, Field(pattern=r"^[a-z][a-z0-9-]{0,30}$")]
    label: Annotated[str, Field(min_length=1, max_length=60)]
    issuer: Annotated[str, Field(pattern=r"^https?://[^\s?#]+$")]
    client_id: Annotated[str, Field(min_length=1)]
    client_secret: SecretStr = SecretStr("")
    scopes: Annotated[str, Field(pattern=r"^openid( \S+)*$")] = "openid email profile"
    groups_claim: str = ""
    groups: dict[str, GroupRights] = Field(default_factory=dict)
    acr: str = ""
    ca_file: Path | None = None


class ProviderFile(_Told):
    """The file of providers: one `[[provider]]` each."""

    provider: tuple[Provider, ...] = ()


def read_file(path: Path) -> tuple[Provider, ...]:
    """Return the providers of a TOML file.

    Raises
    ------
    DatabaseUnavailable
        If it cannot be read or holds something else; no value of it is repeated.
    """
    try:
        told = tomllib.loads(path.read_text(encoding="utf-8"))
        return TypeAdapter(ProviderFile).validate_python(told).provider
    except (OSError, UnicodeError, tomllib.TOMLDecodeError) as error:
        raise DatabaseUnavailable(
            f"The file of identity providers cannot be read ({type(error).__name__}).",
            "Check IOCORE_PROVIDERS_FILE and that the file is TOML in UTF-8.",
        ) from error
    except ValidationError as error:
        places = ", ".join(sorted({".".join(map(str, fault["loc"])) for fault in error.errors()}))
        raise DatabaseUnavailable(
            f"The file of identity providers has something that is not allowed at: {places}.",
            "Compare it with docs/sign-in.md.",
        ) from None  # the library's own message repeats values


def weak_points(
    providers: tuple[Provider, ...], *, file: Path | None, public_address: str
) -> Iterator[str]:
    """Yield what is unsafe about signing in at these providers."""
    if file is not None and file.exists() and file.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO):
        yield f"{file} can be read by other accounts of this computer"
    if not providers:
        return
    if len({provider.key for provider in providers}) < len(providers):
        yield "two identity providers have the same key"
    if len({provider.issuer for provider in providers}) < len(providers):
        yield "two identity providers have the same issuer"
    yield from _of_address(public_address)
    for provider in providers:
        yield from _of_one(provider)


def is_encrypted(address: str, *, or_loopback: bool = False) -> bool:
    """Say whether an address is reached through TLS; this computer itself needs none."""
    parts = urlsplit(address)
    return parts.scheme == "https" or (or_loopback and parts.hostname in LOOPBACK)


def _of_address(public_address: str) -> Iterator[str]:
    parts = urlsplit(public_address)
    if not parts.netloc or parts.path.strip("/") or parts.query or parts.fragment:
        yield "IOCORE_PUBLIC_ADDRESS has to be the dashboard's own address, without a path"
    elif not is_encrypted(public_address, or_loopback=True):
        yield "IOCORE_PUBLIC_ADDRESS is not https"


def _of_one(provider: Provider) -> Iterator[str]:
    name = f"the identity provider {provider.key}"
    if not is_encrypted(provider.issuer):
        yield f"{name} has an issuer that is not https"
    secret = provider.client_secret.get_secret_value()
    if not secret:
        yield f"{name} has no client secret"
    elif len(secret) < _SHORTEST_SECRET:
        yield f"{name} has a client secret of fewer than {_SHORTEST_SECRET} characters"
    if bool(provider.groups_claim) != bool(provider.groups):
        yield f"{name} names a claim of groups without groups, or groups without a claim"
    yield from _of_groups(name, provider.groups)
    if provider.ca_file is not None and not provider.ca_file.is_file():
        yield f"{name} names a file of certificates that is not there"


def _of_groups(name: str, groups: dict[str, GroupRights]) -> Iterator[str]:
    for group, rights in groups.items():
        if rights.role is Role.PUBLIC:
            yield f"{name} gives the group {group} the role of those who are not signed in"
        if rights.role is Role.SITE and not rights.sites:
            yield f"{name} gives the group {group} a site's role without a site"
        if rights.role is Role.DOMAIN_LEAD and not rights.domains:
            yield f"{name} gives the group {group} a domain lead's role without a domain"
