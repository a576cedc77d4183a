"""The way to a provider and back, as routes of the server."""

import logging
from dataclasses import replace
from datetime import datetime

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from dashboard import forms
from dashboard.noting import note_refusal
from dashboard.session import SESSION_COOKIE
from dashboard.settings import settings
from dashboard.sign_in import doorway, oidc
from dashboard.sign_in.admission import admit
from dashboard.sign_in.providers import Provider
from dashboard.sign_in.refusals import NotOurSignIn
from dashboard.visitor import now
from queries.errors import QueryError
from queries.state import attempts, sessions, signed_by
from queries.state.audit import Deed, record

_log = logging.getLogger("iocore.sign_in")


def provider_doors() -> list[Route]:
    """Return the routes by which people go to a provider and come back."""
    return [
        Route("/sign-in/with/{key}", _leave, methods=["GET"]),
        Route(f"{doorway.BACK}/{{key}}", _come_back, methods=["GET"]),
    ]


async def farewell(key: str, moment: datetime) -> Response:
    """Return the page after signing out that goes on to the provider, to sign out there too.

    A page and not a redirect: the content policy lets no form lead to another host.
    """
    home = RedirectResponse("/", status_code=303)
    provider = doorway.provider_named(key)
    if provider is None:
        return home
    onward = f"{settings().public_address.rstrip('/')}/"
    address = await run_in_threadpool(oidc.way_to_sign_out, provider, onward, moment)
    return forms.show_farewell(provider.label, address) if address else home


async def _leave(request: Request) -> Response:
    provider = doorway.provider_named(request.path_params["key"])
    if provider is None:
        return RedirectResponse("/sign-in", status_code=303)
    onward = forms.own_address(request.query_params.get("next", "/"))
    tie = forms.tie_of(request)
    try:
        address = await run_in_threadpool(_way_out, provider, request, tie, onward)
    except QueryError as refusal:
        _tell(provider, refusal)
        note_refusal(_deed(provider), refusal)
        return doorway.show(request, onward=onward, refusal=refusal)
    response = RedirectResponse(address, status_code=303)
    forms.tie_to(response, request, tie)
    return response


def _way_out(provider: Provider, request: Request, tie: str, onward: str) -> str:
    doorway.knock(request, doorway.LEAVING)
    url, moment = settings().state_url, now()
    begun = attempts.begin(url, provider.key, tie=tie, onward=onward, now=moment)
    return oidc.way_out(provider, begun, doorway.way_back(provider), moment)


async def _come_back(request: Request) -> Response:
    provider = doorway.provider_named(request.path_params["key"])
    if provider is None:
        return RedirectResponse("/sign-in", status_code=303)
    told: dict[str, str] = {}  # what is known of the account once its proof was checked
    try:
        onward, token = await run_in_threadpool(_signed_in, provider, request, told)
    except QueryError as refusal:
        _tell(provider, refusal)
        # By subject, so that an administrator can give the account to somebody.
        note_refusal(replace(_deed(provider), actor=told.get("subject", "")), refusal)
        return doorway.show(request, onward="/", refusal=refusal)
    response = RedirectResponse(onward, status_code=303)
    forms.set_cookie(response, request, SESSION_COOKIE, token)
    return response


def _signed_in(provider: Provider, request: Request, told: dict[str, str]) -> tuple[str, str]:
    doorway.knock(request, doorway.COMING_BACK)
    url, moment, sent = settings().state_url, now(), dict(request.query_params)
    tie = request.cookies.get(forms.TIE_COOKIE, "")
    found = attempts.take(url, provider.key, state=sent.get("state", ""), tie=tie, now=moment)
    if found is None:
        raise NotOurSignIn(provider.label)
    back = doorway.way_back(provider)
    claims = oidc.claims_of(provider, found, sent, back=back, now=moment)
    told["subject"] = str(claims.get("sub", ""))
    person = admit(url, provider, claims, moment)
    # No entry, no session: what is not in the log has not happened.
    record(url, replace(_deed(provider), actor=person.name, role=person.role.value), moment)
    sessions.end_session(url, request.cookies.get(SESSION_COOKIE, ""), moment)
    token = sessions.open_session(url, person.person_id, moment)
    signed_by.keep(url, token, provider.key)
    return found.onward, token


def _tell(provider: Provider, refusal: QueryError) -> None:
    # For the operator: kinds of refusal and fault, never what was sent or answered.
    kinds = (type(refusal).__name__, type(refusal.__cause__).__name__)
    _log.warning("sign-in at %s refused: %s, because of %s", provider.key, *kinds)


def _deed(provider: Provider) -> Deed:
    return Deed("", "", "sign-in", provider.key)
