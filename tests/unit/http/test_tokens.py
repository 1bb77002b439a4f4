"""Attacks on access tokens (`quality.md` 4): every one ends in a refusal, and the issuer is not flooded."""

import base64
import hashlib
import hmac
import json
from typing import Any

import pytest
from joserfc import jwt
from joserfc.jwk import OKPKey

from shared.http.clients import Answer, PeerUnavailableError
from shared.http.keys import FETCH_INTERVAL, FixedKeys, RemoteKeys
from shared.http.tokens import KEPT_SECONDS, LEEWAY, RefusedTokenError, TokenValidator

NOW = 1_800_000_000
KEY = OKPKey.generate_key("Ed25519", parameters={"kid": "one"})
OTHER = OKPKey.generate_key("Ed25519", parameters={"kid": "one"})
HEADER = {"alg": "Ed25519", "typ": "at+jwt", "kid": "one"}
CLAIMS = {
    "iss": "branda-intake",
    "aud": "branda",
    "sub": "client-1",
    "role": "manager",
    "clusters": ["c1"],
    "iat": NOW,
    "nbf": NOW,
    "exp": NOW + 600,
}


def token(key: OKPKey = KEY, header: dict[str, Any] | None = None, **claims: Any) -> str:
    merged = {name: value for name, value in {**CLAIMS, **claims}.items() if value is not None}
    return jwt.encode({**HEADER, **(header or {})}, merged, key, algorithms=["Ed25519", "EdDSA"])


def segment(value: bytes | dict[str, Any]) -> str:
    raw = value if isinstance(value, bytes) else json.dumps(value).encode()
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


def signed_with_public_key() -> str:
    body = f"{segment({**HEADER, 'alg': 'HS256'})}.{segment(CLAIMS)}"
    secret = base64.urlsafe_b64decode(KEY.as_dict(private=False)["x"] + "=")  # type: ignore[operator]  # a text in JWK
    return f"{body}.{segment(hmac.new(secret, body.encode(), hashlib.sha256).digest())}"


def validator() -> TokenValidator:
    return TokenValidator(FixedKeys({"one": KEY}), issuer="branda-intake", clock=lambda: NOW)


async def test_our_own_token_is_accepted() -> None:
    principal = await validator().validate(token())
    assert (principal.id, principal.role, principal.clusters, principal.kind) == (
        "client-1",
        "manager",
        frozenset({"c1"}),
        "client",
    )
    assert principal.may_see("c1")
    assert not principal.may_see("c2")


async def test_a_star_means_all_clusters() -> None:
    assert (await validator().validate(token(clusters="*", role="agency"))).may_see("any")


ATTACKS = {
    "alg none": f"{segment({**HEADER, 'alg': 'none'})}.{segment(CLAIMS)}.",
    "HS256 with the public key": signed_with_public_key(),
    "EdDSA, the deprecated name": token(header={"alg": "EdDSA"}),
    "another key": token(OTHER),
    "another issuer": token(iss="evil"),
    "another audience": token(aud="other"),
    "no audience": token(aud=None),
    "expired": token(exp=NOW - 31),
    "not yet": token(nbf=NOW + 31),
    "issued in the future": token(iat=NOW + 31),
    "no exp": token(exp=None),
    "no nbf": token(nbf=None),
    "no iat": token(iat=None),
    "an ID token": token(header={"typ": "JWT"}),
    "jku": token(header={"jku": "https://evil.example/keys"}),
    "x5u": token(header={"x5u": "https://evil.example/cert"}),
    "jwk": token(header={"jwk": OTHER.as_dict(private=False)}),
    "unknown kid": token(header={"kid": "two"}),
    "unknown role": token(role="root"),
    "no role": token(role=None),
    "clusters as a text": token(clusters="c1"),
    "no subject": token(sub=None),
    "not a token": "abc",
    "three dots": "a.b.c",
    "very long": "a." + "b" * 10_000 + ".c",
    "not ASCII": "ą.ė.š",
}


@pytest.mark.parametrize("attack", ATTACKS.values(), ids=ATTACKS.keys())
async def test_an_attack_is_refused(attack: str) -> None:
    with pytest.raises(RefusedTokenError):
        await validator().validate(attack)


@pytest.mark.parametrize("moved", [-29, 29])
async def test_clocks_may_differ_by_half_a_minute(moved: int) -> None:
    assert await validator().validate(token(nbf=NOW + moved, iat=NOW + moved, exp=NOW + moved))


class Issuer:
    """Stands for the client of the issuer: counts the calls and answers what it is told to."""

    def __init__(self, *keys: OKPKey) -> None:
        self.keys, self.calls, self.away = keys, 0, False

    async def get(self, _path: str, **_query: str) -> Answer:
        self.calls += 1
        if self.away:
            raise PeerUnavailableError("away")
        return Answer(200, json.dumps({"keys": [key.as_dict(private=False) for key in self.keys]}).encode())


async def test_a_thousand_unknown_keys_cost_one_fetch_per_interval() -> None:
    issuer, now = Issuer(KEY), [0.0]
    keys = RemoteKeys(issuer, clock=lambda: now[0])  # type: ignore[arg-type]  # the fake has the one method used
    assert await keys.find("one")
    for number in range(1000):
        assert await keys.find(f"invented-{number}") is None
    assert issuer.calls == 1
    now[0] += FETCH_INTERVAL
    assert await keys.find("invented") is None
    assert issuer.calls == 2


async def test_a_rotated_key_is_found_after_the_interval() -> None:
    rotated = OKPKey.generate_key("Ed25519", parameters={"kid": "two"})
    issuer, now = Issuer(KEY), [0.0]
    keys = RemoteKeys(issuer, clock=lambda: now[0])  # type: ignore[arg-type]  # the fake has the one method used
    assert await keys.find("one")
    issuer.keys = (KEY, rotated)
    now[0] += FETCH_INTERVAL
    assert await keys.find("two")


async def test_an_issuer_that_is_away_at_first_is_no_refusal() -> None:
    issuer, now = Issuer(KEY), [0.0]
    keys = RemoteKeys(issuer, clock=lambda: now[0])  # type: ignore[arg-type]  # the fake has the one method used
    issuer.away = True
    with pytest.raises(PeerUnavailableError):
        await keys.find("one")
    issuer.away = False
    now[0] += 1.0
    assert await keys.find("one")


class CountingKeys:
    """A key set that changes; counts how often it is asked."""

    def __init__(self, **keys: OKPKey) -> None:
        self.keys, self.asked = keys, 0

    async def find(self, kid: str) -> OKPKey | None:
        self.asked += 1
        return self.keys.get(kid)


class Verifications:
    """Counts how often a signature is really verified."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.count, self._decode = 0, jwt.decode
        monkeypatch.setattr(jwt, "decode", self.decode)

    def decode(self, *args: Any, **more: Any) -> Any:
        self.count += 1
        return self._decode(*args, **more)


@pytest.fixture
def verifications(monkeypatch: pytest.MonkeyPatch) -> Verifications:
    return Verifications(monkeypatch)


async def test_a_signature_is_verified_once_in_thirty_seconds(verifications: Verifications) -> None:
    now = [float(NOW)]
    subject = TokenValidator(FixedKeys({"one": KEY}), issuer="branda-intake", clock=lambda: now[0])
    ours = token()
    assert await subject.validate(ours) == await subject.validate(ours)
    assert verifications.count == 1
    for moved, count in ((KEPT_SECONDS - 1, 1), (KEPT_SECONDS, 2), (10, 3)):
        now[0] = NOW + moved
        await subject.validate(ours)
        assert verifications.count == count


async def test_a_token_that_was_good_is_refused_once_it_expires(verifications: Verifications) -> None:
    now = [float(NOW)]
    subject = TokenValidator(FixedKeys({"one": KEY}), issuer="branda-intake", clock=lambda: now[0])
    short = token(exp=NOW - LEEWAY + 5)
    await subject.validate(short)
    now[0] = NOW + 6
    with pytest.raises(RefusedTokenError, match="outside its time"):
        await subject.validate(short)
    assert verifications.count == 1


async def test_a_token_that_was_good_is_refused_as_soon_as_its_key_is_gone() -> None:
    keys = CountingKeys(one=KEY)
    subject = TokenValidator(keys, issuer="branda-intake", clock=lambda: NOW)
    ours = token()
    await subject.validate(ours)
    keys.keys = {"one": OTHER}
    with pytest.raises(RefusedTokenError):
        await subject.validate(ours)
    keys.keys = {}
    with pytest.raises(RefusedTokenError, match="unknown key"):
        await subject.validate(ours)
    assert keys.asked == 3


async def test_a_token_that_was_good_is_refused_when_the_issuers_set_has_changed() -> None:
    rotated = OKPKey.generate_key("Ed25519", parameters={"kid": "two"})
    issuer, now = Issuer(KEY), [float(NOW)]
    keys = RemoteKeys(issuer, clock=lambda: now[0])  # type: ignore[arg-type]  # the fake has the one method used
    subject = TokenValidator(keys, issuer="branda-intake", clock=lambda: now[0])
    old = token()
    await subject.validate(old)
    issuer.keys = (rotated,)
    now[0] += FETCH_INTERVAL
    await subject.validate(token(rotated, {"kid": "two"}))
    with pytest.raises(RefusedTokenError, match="unknown key"):
        await subject.validate(old)


async def test_every_attack_is_refused_again_and_beside_a_token_that_was_good() -> None:
    subject = validator()
    await subject.validate(token())
    for attack in (*ATTACKS.values(), token()[:-4] + "AAAA", *ATTACKS.values()):
        with pytest.raises(RefusedTokenError):
            await subject.validate(attack)


async def test_what_is_kept_is_bounded_and_the_oldest_goes_first(
    verifications: Verifications, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("shared.http.tokens.MAX_KEPT", 3)
    subject, sent = validator(), [token(sub=f"client-{number}") for number in range(4)]
    for each in (*sent, *sent[1:]):
        await subject.validate(each)
    assert verifications.count == 4
    await subject.validate(sent[0])
    assert verifications.count == 5
