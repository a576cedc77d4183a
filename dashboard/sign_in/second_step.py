"""The second step of signing in with a password, for those who need one."""

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from dashboard import forms
from dashboard.noting import note_refusal
from dashboard.session import SESSION_COOKIE
from dashboard.settings import settings
from dashboard.sign_in import doorway
from dashboard.visitor import now
from queries.errors import QueryError
from queries.state import second_factor, sessions
from queries.state.audit import Deed, record
from queries.state.people import Person
from queries.state.second_factor import Step

_FIRST = forms.Field("code", "Code of six digits", hint="one-time-code")
_LATER = forms.Field("code", "Code of six digits, or a recovery code", hint="one-time-code")
_SET_UP = (
    "Your role needs a second proof of who you are. Enter this key in an authenticator on your "
    "telephone, then the code that it shows."
)


def second_doors() -> list[Route]:
    """Return the route of the second step."""
    return [Route("/second-step", _finish, methods=["POST"])]


def ask(request: Request, person: Person, onward: str) -> Response:
    """Return the page that asks somebody whose password was right for a code.

    Raises
    ------
    DatabaseUnavailable
        If it cannot be noted.
    """
    url, tie = settings().state_url, forms.tie_of(request)
    return _show(request, second_factor.begin(url, person, tie=tie, onward=onward, now=now()))


def _show(request: Request, step: Step, refusal: QueryError | None = None) -> Response:
    spaced = " ".join(step.secret[i : i + 4] for i in range(0, len(step.secret), 4))
    form = forms.Form(
        "Second step",
        (_FIRST if spaced else _LATER,),
        (("Start again", "/sign-in"),),
        ways=(("Open it in an authenticator on this device", step.address),) if spaced else (),
        told=(_SET_UP, spaced) if spaced else (),
        button="Go on",
        action="/second-step",
    )
    return forms.show(request, form, step=step.token, refusal=refusal)


async def _finish(request: Request) -> Response:
    if not doorway.local_are_open():
        return RedirectResponse("/", status_code=303)
    sent, moment, url = await forms.read(request), now(), settings().state_url
    step: Step | None = None
    try:
        if not forms.is_ours(request, sent):
            raise second_factor.StartAgain
        tie = request.cookies.get(forms.TIE_COOKIE, "")
        step = second_factor.step_of(url, sent.get("step", ""), tie=tie, now=moment)
        codes = second_factor.finish(url, step, sent.get("code", ""), moment)
        # No entry, no session: what is not in the log has not happened.
        for action in ("second factor set up", "sign-in") if codes else ("sign-in",):
            record(url, Deed(step.person.name, step.person.role.value, action), moment)
        token = sessions.open_session(url, step.person.person_id, moment)
    except QueryError as refusal:
        name = "" if step is None else step.person.name
        note_refusal(Deed(name, "", "second step"), refusal)
        if step is None:
            return doorway.show(request, onward="/", refusal=refusal)
        return _show(request, step, refusal)
    response = _codes(request, codes, step.onward) if codes else _on(step.onward)
    forms.set_cookie(response, request, SESSION_COOKIE, token)
    return response


def _on(onward: str) -> Response:
    return RedirectResponse(onward, status_code=303)


def _codes(request: Request, codes: tuple[str, ...], onward: str) -> Response:
    how = (
        "Keep these recovery codes where only you find them, not on the telephone. Each opens "
        "once in place of a code; they are not shown again."
    )
    form = forms.Form(
        "Recovery codes", (), (), (("I have kept them: go on", onward),), told=(how, *codes)
    )
    return forms.show(request, form)
