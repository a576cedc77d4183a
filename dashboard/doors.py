"""The doors of the server: signing in, setting a password, signing out."""

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from dashboard import forms
from dashboard.noting import note_refusal
from dashboard.session import SESSION_COOKIE
from dashboard.settings import settings
from dashboard.sign_in import doorway, second_step
from dashboard.sign_in.routes import farewell, provider_doors
from dashboard.sign_in.second_step import second_doors
from dashboard.visitor import now
from queries.errors import QueryError
from queries.state.audit import Deed, record
from queries.state.identities import linked
from queries.state.passwords import NotSignedIn, check_password, set_password
from queries.state.people import Person, named
from queries.state.second_factor import NEEDED_BY
from queries.state.sessions import end_session, open_session, signed_in
from queries.state.signed_by import provider_of

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
        *provider_doors(),
        *second_doors(),
    ]


async def _show_sign_in(request: Request) -> Response:
    if not doorway.are_open():
        return _back()
    return doorway.show(request, onward=forms.own_address(request.query_params.get("next", "/")))


async def _sign_in(request: Request) -> Response:
    if not doorway.local_are_open():
        return _back()
    sent = await forms.read(request)
    onward = forms.own_address(sent.get("next", "/"))
    if not forms.is_ours(request, sent):
        return doorway.show(request, onward=onward, refusal=_FOREIGN)
    url, moment, name = settings().state_url, now(), sent.get("name", "")
    try:
        doorway.knock(request, doorway.PASSWORDS)
        person = check_password(url, name, sent.get("password", ""), moment)
        _require_no_provider(url, person)
        if person.role in NEEDED_BY:
            return second_step.ask(request, person, onward)
        # No entry, no session: what is not in the log has not happened.
        record(url, Deed(name, person.role.value, "sign-in"), moment)
        token = open_session(url, person.person_id, moment)
    except QueryError as refusal:
        note_refusal(Deed(name, "", "sign-in"), refusal)
        return doorway.show(request, onward=onward, refusal=refusal)
    response = RedirectResponse(onward, status_code=303)
    forms.set_cookie(response, request, SESSION_COOKIE, token)
    return response


async def _show_password(request: Request) -> Response:
    return forms.show(request, _PASSWORD) if doorway.local_are_open() else _back()


async def _set_password(request: Request) -> Response:
    if not doorway.local_are_open():
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
        doorway.knock(request, doorway.PASSWORDS)
        set_password(url, name, code=sent.get("code", ""), password=password, now=moment)
        record(url, Deed(name, named(url, name).role.value, "password set"), moment)
    except QueryError as refusal:
        note_refusal(Deed(name, "", "password set"), refusal)
        return forms.show(request, _PASSWORD, refusal=refusal)
    return RedirectResponse("/sign-in", status_code=303)


async def _sign_out(request: Request) -> Response:
    if not doorway.are_open() or not forms.comes_from_here(request):
        return _back()
    url, moment = settings().state_url, now()
    token = request.cookies.get(SESSION_COOKIE, "")
    person, key = signed_in(url, token, moment), provider_of(url, token)
    end_session(url, token, moment)
    if person is not None:
        record(url, Deed(person.name, person.role.value, "sign-out"), moment)
    response = await farewell(key, moment) if key else _back()
    response.delete_cookie(SESSION_COOKIE, path="/")
    return response


def _require_no_provider(url: str, person: Person) -> None:
    # Whoever signs in through a provider cannot get round it with a password.
    if person.person_id in linked(url):
        raise NotSignedIn


def _back() -> Response:
    return RedirectResponse("/", status_code=303)
