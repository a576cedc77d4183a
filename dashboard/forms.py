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

_TIE_COOKIE = "iocore_form"  # ties a form to the browser that asked for it
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


def show(
    request: Request, form: Form, *, onward: str = "/", refusal: QueryError | None = None
) -> Response:
    """Return a form as a page, with why it was refused before; nothing keeps a copy of it."""
    tie = request.cookies.get(_TIE_COOKIE) or secrets.token_urlsafe(24)
    text = _template().render(
        title=form.title,
        fields=form.fields,
        links=form.links,
        tie=tie,
        onward=onward,
        refusal=refusal,
    )
    response = HTMLResponse(text, status_code=200 if refusal is None else 403)
    response.headers["cache-control"] = "no-store"
    if _TIE_COOKIE not in request.cookies:
        set_cookie(response, request, _TIE_COOKIE, tie)
    return response


async def read(request: Request) -> dict[str, str]:
    """Return the fields that were sent, cut at a length that no honest one has."""
    given = await request.form(max_files=0, max_fields=10)
    return {name: str(value)[:_LONGEST] for name, value in given.items()}


def is_ours(request: Request, sent: dict[str, str]) -> bool:
    """Say whether a form was asked for by this browser, on a page of this server."""
    held = request.cookies.get(_TIE_COOKIE, "")
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
def _template() -> Template:
    folder = Path(__file__).parent / "texts"
    return Environment(loader=FileSystemLoader(folder), autoescape=True).get_template("form.html")
