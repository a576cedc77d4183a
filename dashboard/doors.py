"""The doors of the server: signing in, setting a password, signing out."""

from dataclasses import replace
from datetime import datetime

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from dashboard import forms
from dashboard.session import SESSION_COOKIE
from dashboard.settings import Environment, settings
from dashboard.visitor import now
from queries.errors import QueryError
from queries.state.audit import Deed, record
from queries.state.passwords import check_password, set_password
from queries.state.people import named
from queries.state.sessions import end_session, open_session, signed_in

_SIGN_IN = forms.Form(
    "Sign in",
    (
        forms.Field("name", "Name", hint="username"),
        forms.Field("password", "Password", "password", "current-password"),
    ),
    (("I have a one-time code", "/first-password"), ("Back", "/")),
)
_PASSWORD = forms.Form(
    "Set a password",
    (
        forms.Field("name", "Name", hint="username"),
        forms.Field("code", "One-time code", hint="one-time-code"),
        forms.Field("password", "New password, 12 characters or more", "password", "new-password"),
        forms.Field("again", "The same again", "password", "new-password"),
    ),
    (("Back to sign in", "/sign-in"),),
)
_FOREIGN = QueryError("This form was not asked for in this browser.", "Try again.")


def doors() -> list[Route]:
    """Return the routes by which people come and go; they are open in production only."""
    return [
        Route("/sign-in", _show_sign_in, methods=["GET"]),
        Route("/sign-in", _sign_in, methods=["POST"]),
        Route("/first-password", _show_password, methods=["GET"]),
        Route("/first-password", _set_password, methods=["POST"]),
        Route("/sign-out", _sign_out, methods=["POST"]),
    ]


def own_address(address: str) -> str:
    """Return an address of this server, or its first page where it would lead elsewhere."""
    # One leading slash and no backslash: anything else could lead to another host.
    is_own = address.startswith("/") and not address.startswith("//") and "\\" not in address
    return address if is_own and address.isprintable() else "/"


async def _show_sign_in(request: Request) -> Response:
    if not _are_open():
        return _back()
    return forms.show(request, _SIGN_IN, onward=own_address(request.query_params.get("next", "/")))


async def _sign_in(request: Request) -> Response:
    if not _are_open():
        return _back()
    sent = await forms.read(request)
    onward = own_address(sent.get("next", "/"))
    if not forms.is_ours(request, sent):
        return forms.show(request, _SIGN_IN, onward=onward, refusal=_FOREIGN)
    url, moment, name = settings().state_url, now(), sent.get("name", "")
    try:
        person = check_password(url, name, sent.get("password", ""), moment)
        # No entry, no session: what is not in the log has not happened.
        record(url, Deed(name, person.role.value, "sign-in"), moment)
        token = open_session(url, person.person_id, moment)
    except QueryError as refusal:
        _note_refusal(Deed(name, "", "sign-in"), refusal, moment)
        return forms.show(request, _SIGN_IN, onward=onward, refusal=refusal)
    response = RedirectResponse(onward, status_code=303)
    forms.set_cookie(response, request, SESSION_COOKIE, token)
    return response


async def _show_password(request: Request) -> Response:
    return forms.show(request, _PASSWORD) if _are_open() else _back()


async def _set_password(request: Request) -> Response:
    if not _are_open():
        return _back()
    sent, moment = await forms.read(request), now()
    if not forms.is_ours(request, sent):
        return forms.show(request, _PASSWORD, refusal=_FOREIGN)
    name, password = sent.get("name", ""), sent.get("password", "")
    if password != sent.get("again"):
        differ = QueryError("The two passwords differ.", "Type the same one twice.")
        return forms.show(request, _PASSWORD, refusal=differ)
    url = settings().state_url
    try:
        set_password(url, name, code=sent.get("code", ""), password=password, now=moment)
        record(url, Deed(name, named(url, name).role.value, "password set"), moment)
    except QueryError as refusal:
        _note_refusal(Deed(name, "", "password set"), refusal, moment)
        return forms.show(request, _PASSWORD, refusal=refusal)
    return RedirectResponse("/sign-in", status_code=303)


async def _sign_out(request: Request) -> Response:
    response = _back()
    if _are_open() and forms.comes_from_here(request):
        url, moment = settings().state_url, now()
        token = request.cookies.get(SESSION_COOKIE, "")
        person = signed_in(url, token, moment)
        end_session(url, token, moment)
        if person is not None:
            record(url, Deed(person.name, person.role.value, "sign-out"), moment)
        response.delete_cookie(SESSION_COOKIE, path="/")
    return response


def _are_open() -> bool:
    return settings().environment is Environment.PRODUCTION


def _back() -> Response:
    return RedirectResponse("/", status_code=303)


def _note_refusal(deed: Deed, refusal: QueryError, moment: datetime) -> None:
    try:
        told = replace(deed, outcome=f"refused: {type(refusal).__name__}")
        record(settings().state_url, told, moment)
    except QueryError:
        return  # refused already: a log that cannot be written opens nothing
