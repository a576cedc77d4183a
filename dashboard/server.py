"""What the web server does besides pages: role cookie, headers, closed doors, warm start."""

import asyncio
import gc
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from importlib import import_module
from pkgutil import iter_modules
from typing import Any

from starlette.datastructures import MutableHeaders
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from streamlit.proto.BackMsg_pb2 import BackMsg

from dashboard import answers, auth, controls, exhibits
from dashboard.anchoring import keep_anchoring
from dashboard.doors import doors
from dashboard.forms import own_address
from dashboard.navigation import HOME
from dashboard.session import ROLE_COOKIE, DemoChoice
from dashboard.settings import Environment, settings

# The hash is of the one inline script in Streamlit's own page; a browser test sees it move.
INLINE_SCRIPT = "'sha256-THxz9J9+wf7rhwR2YkXJoSZ13UCmYyC+3lNDv2+8ugA='"
CONTENT_POLICY = (
    f"default-src 'self'; script-src 'self' {INLINE_SCRIPT}; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data: blob:; font-src 'self' data:; connect-src 'self' ws: wss:; "
    "worker-src 'self' blob:; frame-ancestors 'none'; base-uri 'self'; form-action 'self'; "
    "object-src 'none'"
)
HEADERS = {
    "content-security-policy": CONTENT_POLICY,
    "x-content-type-options": "nosniff",
    # Nothing to other hosts. Not no-referrer: a browser then says of our own forms that they come
    # from nowhere, and they are refused.
    "referrer-policy": "same-origin",
    "x-frame-options": "DENY",
}
CLOSED_PATHS = ("/_stcore/metrics", "/_stcore/agent", "/_stcore/script-health-check")
# The program itself, named by its content; whatever may hold a number or a name is never kept.
KEPT_PATHS = ("/static/",)


def routes() -> list[Route]:
    """Return the server's own routes."""
    return [
        Route("/readyz", _ready, methods=["GET"]),
        Route("/demo/role", _take_role, methods=["GET"]),
        Route(f"/{HOME}", _to_home, methods=["GET"]),
        *doors(),
    ]


def middleware() -> list[Middleware]:
    """Return what every request passes through."""
    return [Middleware(_Hardened)]


@asynccontextmanager
async def lifespan(_app: object) -> AsyncIterator[dict[str, Any] | None]:
    """Import what pages need, then freeze the collector: full collections cost most of a rerun."""
    _import_pages()
    gc.collect()
    gc.freeze()
    anchoring = asyncio.create_task(keep_anchoring())
    yield None
    anchoring.cancel()


def _import_pages() -> None:
    """Import what the first reader would else wait for, down to tables, sentences and charts."""
    import_module("dashboard.frame")
    for part in (answers, controls, exhibits):
        for module in iter_modules(part.__path__):
            import_module(f"{part.__name__}.{module.name}")


async def _ready(_request: Request) -> Response:
    return PlainTextResponse("ready")


async def _to_home(request: Request) -> Response:
    # The first page answers at the root alone; whoever types its name means it.
    query = request.url.query
    return RedirectResponse(f"/?{query}" if query else "/", status_code=307)


async def _take_role(request: Request) -> Response:
    """Set the cookie of the role picker; an unknown role becomes the public one in `auth`."""
    asked = request.query_params
    choice = DemoChoice(asked.get("role", ""), asked.get("site", ""), asked.get("domain", ""))
    response = RedirectResponse(own_address(asked.get("next", "/")), status_code=303)
    is_tried = settings().environment is not Environment.PRODUCTION
    if is_tried and choice.role in auth.ROLE_NAMES:
        response.set_cookie(
            ROLE_COOKIE, choice.to_cookie(), httponly=True, samesite="lax", path="/"
        )
    return response


class _Hardened:
    """Adds headers, closes internal paths, and drops the order to empty everybody's cache."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "websocket":
            await self._app(scope, _without_clear_cache(receive), send)
        elif scope["type"] == "http" and scope["path"].startswith(CLOSED_PATHS):
            await PlainTextResponse("Not found", status_code=404)(scope, receive, send)
        else:
            await self._app(scope, receive, _with_headers(send, scope.get("path", "")))


def _with_headers(send: Send, path: str) -> Send:
    async def sent(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            for name, value in HEADERS.items():
                headers[name] = value
            if not path.startswith(KEPT_PATHS):
                headers["cache-control"] = "no-store"
        await send(message)

    return sent


def _without_clear_cache(receive: Receive) -> Receive:
    async def checked() -> Message:
        while True:
            message = await receive()
            if not _orders_clear_cache(message):
                return message

    return checked


def _orders_clear_cache(message: Message) -> bool:
    data = message.get("bytes")
    if message["type"] != "websocket.receive" or not data:
        return False
    order = BackMsg()
    try:
        order.ParseFromString(data)
    except Exception:  # not ours to judge: Streamlit closes on what it cannot read
        return False
    return bool(order.WhichOneof("type") == "clear_cache")
