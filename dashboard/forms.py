"""Forms that the server shows outside the app: plain pages that need no script."""

import secrets
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from urllib.parse import urlsplit

from jinja2 import Environment, FileSystemLoader, Template
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from queries.errors import QueryError

TIE_COOKIE = "iocore_form"  # ties a form to the browser that asked for it
_LONGEST = 200  # characters of a field that are read at all


@dataclass(frozen=True)
class Field:
    """One field of a form."""

    name: str
    label: str
    kind: str = "text"
    hint: str = "off"  # what a password manager may put in


@dataclass(frozen=True)
class Form:
    """A form: what it asks, and where else one may go."""

    title: str
    fields: tuple[Field, ...]
    links: tuple[tuple[str, str], ...]
    ways: tuple[tuple[str, str], ...] = ()  # text and address of what to do in place of the form
    told: tuple[str, ...] = ()  # what is said first: a sentence, then what is to be copied
    button: str = ""  # empty: the title
    action: str = ""  # where the form goes; empty: to its own address


def show(
    request: Request,
    form: Form,
    *,
    onward: str = "/",
    step: str = "",
    refusal: QueryError | None = None,
) -> Response:
    """Return a form as a page, with why it was refused before; nothing keeps a copy of it."""
    tie = tie_of(request)
    text = _template("form.html").render(
        form=form,
        tie=tie,
        onward=onward,
        step=step,
        refusal=refusal,
    )
    response = HTMLResponse(text, status_code=200 if refusal is None else 403)
    response.headers["cache-control"] = "no-store"
    tie_to(response, request, tie)
    return response


def tie_of(request: Request) -> str:
    """Return what ties a form to this browser; a new one where it has none yet."""
    return request.cookies.get(TIE_COOKIE) or secrets.token_urlsafe(24)


def tie_to(response: Response, request: Request, tie: str) -> None:
    """Give the browser what it is tied by, unless it has it."""
    if TIE_COOKIE not in request.cookies:
        set_cookie(response, request, TIE_COOKIE, tie)


def own_address(address: str) -> str:
    """Return an address of this server, or its first page where it would lead elsewhere."""
    # One leading slash and no backslash: anything else could lead to another host.
    is_own = address.startswith("/") and not address.startswith("//") and "\\" not in address
    return address if is_own and address.isprintable() else "/"


def show_farewell(label: str, address: str) -> Response:
    """Return the page that says that one is signed out here, and goes on to the provider."""
    text = _template("farewell.html").render(label=label, address=address)
    response = HTMLResponse(text)
    response.headers["cache-control"] = "no-store"
    return response


async def read(request: Request) -> dict[str, str]:
    """Return the fields that were sent, cut at a length that no honest one has."""
    given = await request.form(max_files=0, max_fields=10)
    return {name: str(value)[:_LONGEST] for name, value in given.items()}


def is_ours(request: Request, sent: dict[str, str]) -> bool:
    """Say whether a form was asked for by this browser, on a page of this server."""
    held = request.cookies.get(TIE_COOKIE, "")
    is_tied = bool(held) and secrets.compare_digest(held.encode(), sent.get("form", "").encode())
    return is_tied and comes_from_here(request)


def comes_from_here(request: Request) -> bool:
    """Say whether a request was sent by a page of this server, as far as the browser tells."""
    origin = request.headers.get("origin")
    return origin is None or urlsplit(origin).netloc == request.headers.get("host", "")


def set_cookie(response: Response, request: Request, name: str, value: str) -> None:
    """Set a cookie that no script reads and no foreign form carries; secure behind TLS."""
    is_secure = request.headers.get("x-forwarded-proto", request.url.scheme) == "https"
    response.set_cookie(name, value, httponly=True, samesite="lax", secure=is_secure, path="/")


@cache
def _template(name: str) -> Template:
    folder = Path(__file__).parent / "texts"
    return Environment(loader=FileSystemLoader(folder), autoescape=True).get_template(name)
