"""OpenID Connect, spoken through Authlib: away to a provider, and back with a proof."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlencode, urlsplit

import requests
from authlib.common.errors import AuthlibBaseError
from authlib.integrations.requests_client import OAuth2Session
from authlib.oidc.core import CodeIDToken
from joserfc import jwt
from joserfc.errors import (
    BadSignatureError,
    ClaimError,
    ExpiredTokenError,
    InvalidKeyIdError,
    JoseError,
    UnsupportedAlgorithmError,
)
from joserfc.jwk import KeySet

from dashboard.sign_in import refusals
from dashboard.sign_in.providers import LOOPBACK, Provider, is_encrypted
from queries.state.attempts import Attempt

# Signatures with the provider's private key; with a shared secret, or with none, no proof counts.
ALGORITHMS = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "EdDSA")
LEEWAY = timedelta(seconds=60)  # by which two clocks may differ
_PATIENCE = 5  # seconds for each answer of a provider
_LARGEST = 1_000_000  # bytes of what a provider publishes
_KEPT = timedelta(hours=1)  # what a provider publishes is asked for again after this
_ASKED_AGAIN = timedelta(minutes=1)  # an unknown key has it asked for sooner, this often at most
_BY_CLAIM: Mapping[str, type[refusals.ProviderRefusal]] = {
    "iss": refusals.WrongIssuer,
    "aud": refusals.WrongAudience,
    "azp": refusals.WrongAudience,
    "nonce": refusals.WrongNonce,
    "iat": refusals.WrongTime,
    "nbf": refusals.WrongTime,
    "acr": refusals.TooWeak,
}


@dataclass(frozen=True)
class _Published:
    """What a provider publishes, and when it was asked for."""

    metadata: Mapping[str, Any]
    keys: KeySet
    asked: datetime


_kept: dict[str, _Published] = {}


def forget() -> None:
    """Forget what providers have published."""
    _kept.clear()


def way_out(provider: Provider, attempt: Attempt, back: str, now: datetime) -> str:
    """Return the provider's address for an attempt.

    Raises
    ------
    ProviderRefusal
        If the provider does not answer, or describes itself wrongly.
    """
    told = _published(provider, now).metadata
    asked = {"acr_values": provider.acr} if provider.acr else {}
    with _client(provider, back) as client:
        address, _ = client.create_authorization_url(
            told["authorization_endpoint"],
            state=attempt.state,
            nonce=attempt.nonce,
            code_verifier=attempt.verifier,
            **asked,
        )
    return str(address)


def claims_of(
    provider: Provider, attempt: Attempt, sent: Mapping[str, str], *, back: str, now: datetime
) -> Mapping[str, Any]:
    """Return what a provider vouches for, once all of it was checked.

    Parameters
    ----------
    provider, attempt
        To whom somebody was sent, and with what.
    sent : mapping of str to str
        What came back in the address.
    back : str
        The address itself, without what was sent.
    now : datetime
        With time zone.

    Raises
    ------
    ProviderRefusal
        For the first thing that does not hold.
    """
    told = _published(provider, now)
    _check_sender(provider, told.metadata, sent)
    if "error" in sent or not sent.get("code"):
        raise refusals.SaidNo(provider.label)
    token = _exchanged(provider, attempt, (sent["code"], back), told.metadata)
    if not isinstance(token.get("id_token"), str):
        raise refusals.Unusable(provider.label)
    proof = _signed(provider, token["id_token"], told, now)
    return _checked(provider, proof, (attempt.nonce, token.get("access_token")), now)


def way_to_sign_out(provider: Provider, onward: str, now: datetime) -> str:
    """Return where one signs out at the provider too; empty where it offers no such place.

    Without the proof of sign-in, which is not kept: the provider may ask whether it is meant.
    """
    try:
        place = str(_published(provider, now).metadata.get("end_session_endpoint", ""))
    except refusals.ProviderRefusal:
        return ""
    query = {"client_id": provider.client_id, "post_logout_redirect_uri": onward}
    return f"{place}{'&' if '?' in place else '?'}{urlencode(query)}" if place else ""


def _client(provider: Provider, back: str = "") -> OAuth2Session:
    client = OAuth2Session(
        provider.client_id,
        provider.client_secret.get_secret_value(),
        scope=provider.scopes,
        redirect_uri=back,
        code_challenge_method="S256",
        default_timeout=_PATIENCE,
    )
    client.max_redirects = 0
    return client


def _trust(provider: Provider) -> dict[str, str]:
    # With each request: what is set on a session yields to REQUESTS_CA_BUNDLE.
    return {"verify": str(provider.ca_file)} if provider.ca_file else {}


def _published(provider: Provider, now: datetime, *, because_of_key: bool = False) -> _Published:
    kept = _kept.get(provider.issuer)
    lives = _ASKED_AGAIN if because_of_key else _KEPT
    if kept is not None and timedelta(0) <= now - kept.asked < lives:
        return kept
    try:
        with _client(provider) as client:
            place = f"{provider.issuer.rstrip('/')}/.well-known/openid-configuration"
            metadata = _got(client, place, _trust(provider))
            _check_description(provider, metadata)
            keys = KeySet.import_key_set(_got(client, metadata["jwks_uri"], _trust(provider)))
    except requests.RequestException as error:
        raise refusals.ProviderSilent(provider.label) from error
    except (JoseError, KeyError, TypeError, ValueError) as error:
        raise refusals.ProviderMisdescribed(provider.label) from error
    _kept[provider.issuer] = _Published(metadata, keys, now)
    return _kept[provider.issuer]


def _got(client: OAuth2Session, address: str, trust: Mapping[str, str]) -> Any:
    answer = client.get(address, withhold_token=True, stream=True, allow_redirects=False, **trust)
    with answer:
        answer.raise_for_status()
        held = answer.raw.read(_LARGEST + 1, decode_content=True)
    if answer.status_code != requests.codes.ok or len(held) > _LARGEST:
        raise requests.RequestException
    return json.loads(held)


def _check_description(provider: Provider, metadata: Mapping[str, Any]) -> None:
    # To the letter: a description of somebody else would send people and codes elsewhere.
    if metadata["issuer"] != provider.issuer:
        raise ValueError
    is_here = urlsplit(provider.issuer).hostname in LOOPBACK
    for name in ("authorization_endpoint", "token_endpoint", "jwks_uri", "end_session_endpoint"):
        address = metadata.get(name, "") if name.startswith("end") else metadata[name]
        if address and not is_encrypted(str(address), or_loopback=is_here):
            raise ValueError


def _check_sender(provider: Provider, metadata: Mapping[str, Any], sent: Mapping[str, str]) -> None:
    # RFC 9207: who sends somebody back says who it is, so that two providers are not mixed up.
    is_due = metadata.get("authorization_response_iss_parameter_supported") is True
    if sent.get("iss", provider.issuer if not is_due else "") != provider.issuer:
        raise refusals.WrongIssuer(provider.label)


def _exchanged(
    provider: Provider, attempt: Attempt, given: tuple[str, str], metadata: Mapping[str, Any]
) -> Mapping[str, Any]:
    code, back = given
    ways = metadata.get("token_endpoint_auth_methods_supported", ["client_secret_basic"])
    with _client(provider, back) as client:
        if "client_secret_basic" not in ways and "client_secret_post" in ways:
            client.token_endpoint_auth_method = "client_secret_post"  # noqa: S105  # its name
        try:
            token: Mapping[str, Any] = client.fetch_token(
                metadata["token_endpoint"],
                grant_type="authorization_code",
                code=code,
                code_verifier=attempt.verifier,
                allow_redirects=False,
                timeout=_PATIENCE,
                **_trust(provider),
            )
        except AuthlibBaseError as error:
            is_code = error.error in {"invalid_grant", "invalid_request"}
            kind = refusals.CodeRefused if is_code else refusals.ClientRefused
            raise kind(provider.label) from error
        except (requests.RequestException, ValueError) as error:
            raise refusals.ProviderSilent(provider.label) from error
    return token


def _signed(provider: Provider, text: str, told: _Published, now: datetime) -> jwt.Token:
    try:
        try:
            return jwt.decode(text, told.keys, algorithms=ALGORITHMS)
        except InvalidKeyIdError:  # keys are changed from time to time
            newer = _published(provider, now, because_of_key=True)
            return jwt.decode(text, newer.keys, algorithms=ALGORITHMS)
    except InvalidKeyIdError as error:
        raise refusals.UnknownKey(provider.label) from error
    except UnsupportedAlgorithmError as error:
        raise refusals.WrongAlgorithm(provider.label) from error
    except BadSignatureError as error:
        raise refusals.WrongSignature(provider.label) from error
    except (JoseError, ValueError) as error:
        raise refusals.Unusable(provider.label) from error


def _checked(
    provider: Provider, proof: jwt.Token, tied: tuple[str, object], now: datetime
) -> Mapping[str, Any]:
    options: dict[str, Any] = {
        "iss": {"essential": True, "value": provider.issuer},
        "aud": {"essential": True, "value": provider.client_id},
        "sub": {"essential": True},
        "nonce": {"essential": True, "value": tied[0]},
    }
    if provider.acr:
        options["acr"] = {"essential": True, "value": provider.acr}
    about = {"nonce": tied[0], "client_id": provider.client_id, "access_token": tied[1]}
    claims = CodeIDToken(proof.claims, proof.header, options, about)
    try:
        claims.validate(now=int(now.timestamp()), leeway=int(LEEWAY.total_seconds()))
    except ExpiredTokenError as error:
        raise refusals.WrongTime(provider.label) from error
    except ClaimError as error:
        kind = _BY_CLAIM.get(error.claim, refusals.Unusable)
        raise kind(provider.label) from error
    return dict(claims)
