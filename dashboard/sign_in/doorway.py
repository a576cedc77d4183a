"""The sign-in page: which ways in are open, and how often one may knock."""

from datetime import timedelta
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import Response

from dashboard import forms
from dashboard.settings import Environment, settings
from dashboard.sign_in.providers import Provider
from dashboard.visitor import now
from queries.errors import QueryError
from queries.state import rates
from queries.state.rates import Limit

BACK = "/signed-in"  # where providers send people back to, before the provider's key
# A person needs two or three; a hospital behind one address needs more.
PASSWORDS = Limit("password", 30, timedelta(minutes=5))
LEAVING = Limit("provider", 30, timedelta(minutes=5))
COMING_BACK = Limit("provider back", 60, timedelta(minutes=5))

_FIELDS = (
    forms.Field("name", "Name", hint="username"),
    forms.Field("password", "Password", "password", "current-password"),
)


def are_open() -> bool:
    """Say whether people sign in here at all."""
    return settings().environment is Environment.PRODUCTION


def local_are_open() -> bool:
    """Say whether names and passwords of this dashboard's own open it."""
    return are_open() and settings().has_local_accounts


def provider_named(key: str) -> Provider | None:
    """Return the provider of a key; None where there is none, or nobody signs in here."""
    known = settings().all_providers if are_open() else ()
    return next((provider for provider in known if provider.key == key), None)


def way_back(provider: Provider) -> str:
    """Return the address to which a provider sends people back, as registered there.

    Never from what a request says about its own host: that is anybody's to say.
    """
    return f"{settings().public_address.rstrip('/')}{BACK}/{provider.key}"


def show(request: Request, *, onward: str, refusal: QueryError | None = None) -> Response:
    """Return the sign-in page with every way in that is open."""
    known = settings().all_providers
    query = urlencode({"next": onward})
    ways = tuple(
        (f"Sign in with {provider.label}", f"/sign-in/with/{provider.key}?{query}")
        for provider in known
    )
    is_local = local_are_open()
    links = (("I have a one-time code", "/first-password"),) if is_local else ()
    form = forms.Form("Sign in", _FIELDS if is_local else (), (*links, ("Back", "/")), ways)
    return forms.show(request, form, onward=onward, refusal=refusal)


def knock(request: Request, limit: Limit) -> None:
    """Count that somebody came to a door.

    Raises
    ------
    TooOften
        If they came too often.
    """
    client = request.client.host if request.client is not None else ""
    rates.count(settings().state_url, limit, client, now())
