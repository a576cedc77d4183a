"""Whom a provider's proof lets in: the person bound to the account, or invited, or in a group."""

import hashlib
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from dashboard.sign_in.providers import GroupRights, Provider
from dashboard.sign_in.refusals import MayNotSignIn, SeveralRoles, Stranger, Unusable
from queries.state import identities, people, sessions
from queries.state.audit import Deed, record
from queries.state.identities import Account
from queries.state.people import Person

_LONGEST_NAME = 80


def account_of(provider: Provider, claims: Mapping[str, Any]) -> Account:
    """Return the account that a proof is about.

    Raises
    ------
    Unusable
        If it names none.
    """
    subject = claims.get("sub")
    if not isinstance(subject, str) or not subject.strip():
        raise Unusable(provider.label)
    return Account(provider.issuer, subject)


def admit(url: str, provider: Provider, claims: Mapping[str, Any], now: datetime) -> Person:
    """Return the person whom a proof lets in.

    An account is known by issuer and subject alone. An e-mail address counts once, at the first
    sign-in of somebody who was invited under it, and only if the provider has verified it.

    Raises
    ------
    Stranger
        If nobody here has this account, or none of its groups gives a right.
    SeveralRoles
        If its groups give several roles.
    MayNotSignIn
        If the person's account here is closed.
    """
    account = account_of(provider, claims)
    person = identities.holder(url, account)
    if person is not None and not person.is_active:
        raise MayNotSignIn(provider.label)
    if provider.groups:
        person = _by_groups(url, provider, claims, person, now=now)
    elif person is None:
        person = _by_invitation(url, provider, claims, now)
    if not person.is_active:
        raise MayNotSignIn(provider.label)
    return person


def _by_invitation(
    url: str, provider: Provider, claims: Mapping[str, Any], now: datetime
) -> Person:
    email = claims.get("email")
    # Verified is a yes, not a text that sounds like one.
    if not isinstance(email, str) or claims.get("email_verified") is not True:
        raise Stranger(provider.label)
    person = identities.invited(url, provider.issuer, email, now)
    if person is None:
        raise Stranger(provider.label)
    account = account_of(provider, claims)
    _note_binding(url, provider, account, person, now=now)
    identities.bind(url, account, person.person_id, now, email=email)
    return person


def _by_groups(
    url: str,
    provider: Provider,
    claims: Mapping[str, Any],
    known: Person | None,
    *,
    now: datetime,
) -> Person:
    try:
        rights = _rights(provider, claims)
    except (Stranger, SeveralRoles):
        if known is not None:  # what a group gave ends with the group, in every browser
            sessions.end_all_of(url, known.person_id, now)
        raise
    if known is None:
        return _entered(url, provider, claims, rights, now=now)
    given = replace(known, role=rights.role, domains=rights.domains, sites=rights.sites)
    if given != known:
        details = (("provider", provider.key), ("role", rights.role.value))
        record(url, Deed(known.name, "", "role changed", known.name, details=details), now)
        people.give_role(url, given)
    return given


def _rights(provider: Provider, claims: Mapping[str, Any]) -> GroupRights:
    named = claims.get(provider.groups_claim)
    mine = [named] if isinstance(named, str) else named if isinstance(named, list) else []
    rights = [provider.groups[g] for g in mine if isinstance(g, str) and g in provider.groups]
    if not rights:
        raise Stranger(provider.label)
    if len({one.role for one in rights}) > 1:
        raise SeveralRoles(provider.label)
    return GroupRights(
        role=rights[0].role,
        domains=frozenset().union(*(one.domains for one in rights)),
        sites=frozenset().union(*(one.sites for one in rights)),
    )


def _entered(
    url: str,
    provider: Provider,
    claims: Mapping[str, Any],
    rights: GroupRights,
    *,
    now: datetime,
) -> Person:
    account = account_of(provider, claims)
    person = Person(
        people.new_id(),
        _name(provider, claims, account),
        rights.role,
        rights.domains,
        rights.sites,
        is_active=True,
        has_password=False,
    )
    details = (("provider", provider.key), ("role", rights.role.value))
    record(
        url, Deed(person.name, rights.role.value, "person added", person.name, "done", details), now
    )
    people.add(url, person, now)
    _note_binding(url, provider, account, person, now=now)
    identities.bind(url, account, person.person_id, now)
    return person


def _name(provider: Provider, claims: Mapping[str, Any], account: Account) -> str:
    told = claims.get("name")
    shown = "".join(c for c in told if c.isprintable()).strip() if isinstance(told, str) else ""
    # Two people may share a name, and a name must not be taken over: each has its own mark.
    mark = hashlib.sha256(f"{account.issuer} {account.subject}".encode()).hexdigest()[:8]
    return f"{shown[:_LONGEST_NAME] or 'Member'} ({provider.key} {mark})"


def _note_binding(
    url: str, provider: Provider, account: Account, person: Person, *, now: datetime
) -> None:
    # Before the deed: what cannot be noted does not happen.
    details = (("provider", provider.key), ("subject", account.subject))
    deed = Deed(person.name, person.role.value, "account bound", person.name, details=details)
    record(url, deed, now)
