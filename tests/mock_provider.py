"""An identity provider of our own on 127.0.0.1, honest unless a test tells it to cheat."""

import base64
import hashlib
import hmac
import html
import ipaddress
import json
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import uvicorn
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from joserfc import jwt
from joserfc.jwk import KeySet, RSAKey
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, RedirectResponse, Response
from starlette.routing import Route

from dashboard.visitor import now

CLIENT, SECRET = "io-core", "a secret of the registry's own"


def _key(kid: str) -> RSAKey:
    return RSAKey.generate_key(2048, {"kid": kid, "use": "sig", "alg": "RS256"})


KEY, OTHER_KEY = _key("first"), _key("first")  # two keys of one name


@dataclass
class MockProvider:
    """What the provider knows, and how it cheats."""

    address: str = ""
    claims: dict[str, Any] = field(default_factory=dict)  # of whoever signs in; None leaves out
    published: RSAKey = field(default_factory=lambda: KEY)
    sign: Callable[[dict[str, Any]], str] | None = None
    described: dict[str, Any] = field(default_factory=dict)  # over what it says about itself
    is_down: bool = False
    asks_who: bool = False  # with a page and a button, as in a browser
    clock: Callable[[], datetime] = now
    codes: dict[str, dict[str, str]] = field(default_factory=dict)
    asked: list[dict[str, str]] = field(default_factory=list)  # what came to the first page
    signed_out: list[dict[str, str]] = field(default_factory=list)

    def app(self) -> Starlette:
        """Return the provider as an application."""
        return Starlette(
            routes=[
                Route("/.well-known/openid-configuration", self._describe),
                Route("/keys", self._keys),
                Route("/authorize", self._authorize, methods=["GET", "POST"]),
                Route("/token", self._token, methods=["POST"]),
                Route("/end", self._end),
            ]
        )

    def proof(self, nonce: str, **changed: Any) -> str:
        """Return a signed proof of sign-in."""
        moment = int(self.clock().timestamp())
        told = {"iss": self.address, "sub": "subject-1", "aud": CLIENT, "nonce": nonce}
        told |= {"iat": moment, "exp": moment + 300} | self.claims | changed
        given = {name: value for name, value in told.items() if value is not None}
        if self.sign is not None:
            return self.sign(given)
        return jwt.encode({"alg": "RS256", "kid": "first"}, given, KEY)

    async def _describe(self, _request: Request) -> Response:
        if self.is_down:
            return Response(status_code=503)
        told = {
            "issuer": self.address,
            "authorization_endpoint": f"{self.address}/authorize",
            "token_endpoint": f"{self.address}/token",
            "jwks_uri": f"{self.address}/keys",
            "end_session_endpoint": f"{self.address}/end",
            "authorization_response_iss_parameter_supported": True,
        }
        return JSONResponse(told | self.described)

    async def _keys(self, _request: Request) -> Response:
        return JSONResponse(KeySet([self.published]).as_dict())

    async def _authorize(self, request: Request) -> Response:
        asked = dict(request.query_params)
        self.asked.append(asked)
        if self.asks_who and request.method == "GET":
            action = html.escape(f"/authorize?{urlencode(asked)}")
            return HTMLResponse(
                f'<title>Hospital</title><form method="post" action="{action}">'
                "<button>I am Grace</button></form>"
            )
        code = base64.urlsafe_b64encode(hashlib.sha256(asked["state"].encode()).digest()).decode()
        self.codes[code] = asked
        back = urlencode({"code": code, "state": asked["state"], "iss": self.address})
        return RedirectResponse(f"{asked['redirect_uri']}?{back}", status_code=303)

    async def _token(self, request: Request) -> Response:
        sent = dict(await request.form())
        basic = base64.b64decode(request.headers.get("authorization", "")[6:] or "Og==").decode()
        if basic != f"{CLIENT}:{SECRET}":
            return JSONResponse({"error": "invalid_client"}, status_code=401)
        asked = self.codes.pop(str(sent.get("code")), None)
        challenge = hashlib.sha256(str(sent.get("code_verifier")).encode()).digest()
        is_right = (
            asked is not None
            and asked["redirect_uri"] == sent["redirect_uri"]
            and asked["code_challenge_method"] == "S256"
            and asked["code_challenge"] == base64.urlsafe_b64encode(challenge).decode().rstrip("=")
        )
        if asked is None or not is_right:
            return JSONResponse({"error": "invalid_grant"}, status_code=400)
        token = {"access_token": "opaque", "token_type": "Bearer", "expires_in": 300}
        return JSONResponse(token | {"id_token": self.proof(asked["nonce"])})

    async def _end(self, request: Request) -> Response:
        self.signed_out.append(dict(request.query_params))
        return RedirectResponse(request.query_params["post_logout_redirect_uri"], status_code=303)


@contextmanager
def running(app: Any, **how: Any) -> Iterator[str]:
    """Run an application on a free port of 127.0.0.1 and yield where, without its scheme."""
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        config = uvicorn.Config(app, **{"log_level": "error", "lifespan": "off"} | how)
        server = uvicorn.Server(config)
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
        thread.start()
        while not server.started:
            time.sleep(0.01)
        try:
            yield f"127.0.0.1:{listening.getsockname()[1]}"
        finally:
            server.should_exit = True
            thread.join()


def unsigned(claims: dict[str, Any]) -> str:
    """A proof with the algorithm none."""
    return ".".join(map(_encoded, ('{"alg":"none","kid":"first"}', json.dumps(claims), "")))


def signed_with_public_key(claims: dict[str, Any]) -> str:
    """A proof with the published key taken for a shared secret, as a forger would make it."""
    text = ".".join(map(_encoded, ('{"alg":"HS256","kid":"first"}', json.dumps(claims))))
    seal = hmac.digest(KEY.as_pem(private=False), text.encode(), "sha256")
    return f"{text}.{base64.urlsafe_b64encode(seal).decode().rstrip('=')}"


def certificate(folder: Path) -> tuple[Path, Path]:
    """Write a certificate for 127.0.0.1 and its key; the certificate vouches for itself."""
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "127.0.0.1")])
    moment = now()
    here = x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))])
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(moment - timedelta(hours=1))
        .not_valid_after(moment + timedelta(hours=1))
        .add_extension(here, critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    pem, plain = serialization.Encoding.PEM, serialization.NoEncryption()
    (folder / "cert.pem").write_bytes(made.public_bytes(pem))
    as_pem = key.private_bytes(pem, serialization.PrivateFormat.TraditionalOpenSSL, plain)
    (folder / "key.pem").write_bytes(as_pem)
    return folder / "cert.pem", folder / "key.pem"


def _encoded(text: str) -> str:
    return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")
