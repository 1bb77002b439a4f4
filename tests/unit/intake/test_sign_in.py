"""One-time links, sessions, tokens for programs (design 5, `quality.md` 4)."""

import json
import re
from datetime import timedelta
from pathlib import Path

import httpx
import pytest
from prometheus_client import REGISTRY

from shared.http.keys import FixedKeys
from shared.http.tokens import TokenValidator
from tests.support.intake_app import URL, IntakeApp, open_intake


async def new_person(intake: IntakeApp, **more: object) -> str:
    body = {"name": "<b>Vardenė</b>", "address": "v@pavyzdys.example", "language": "lt", **more}
    return str((await intake.post("/api/v1/people", body)).json()["id"])


async def new_link(intake: IntakeApp, person: str, **more: str) -> str:
    answer = await intake.post("/internal/sign-in-links", {"person": person, **more}, intake.token("operator"))
    assert answer.status_code == 201
    return str(answer.json()["url"])


def token_in(url: str) -> str:
    return url.partition("token=")[2]


async def sign_in(intake: IntakeApp, url: str, **headers: str) -> httpx.Response:
    return await intake.http.post("/sign-in", data={"token": token_in(url)}, headers={"Origin": URL, **headers})


async def resolve(intake: IntakeApp, cookie: str) -> httpx.Response:
    return await intake.post("/internal/sessions/resolve", {"token": cookie}, intake.token("service"))


async def test_a_link_signs_in_once(intake: IntakeApp) -> None:
    cluster = await intake.register()
    person = await new_person(intake, roles=[{"role": "coordinator", "cluster": cluster}])
    url = await new_link(intake, person, next=f"/results/{cluster}")
    assert url.startswith(f"{URL}/sign-in?token=")
    for _ in range(3):
        page = await intake.http.get(url)
        assert page.status_code == 200
        assert "set-cookie" not in page.headers
    opened = await sign_in(intake, url)
    assert (opened.status_code, opened.headers["location"]) == (303, f"http://scoring.test/results/{cluster}")
    assert re.search(r"branda_session=\S+; HttpOnly; Max-Age=43200; Path=/; SameSite=lax", opened.headers["set-cookie"])
    cookie = opened.cookies["branda_session"]
    assert (await resolve(intake, cookie)).json() == {
        "person": person,
        "roles": ["coordinator"],
        "clusters": [cluster],
        "language": "lt",
        "name": "<b>Vardenė</b>",
        "grants": [{"role": "coordinator", "cluster": cluster}],
    }
    intake.http.cookies.clear()
    assert (await sign_in(intake, url)).status_code == 400


async def test_tokens_are_kept_as_hashes_only(intake: IntakeApp) -> None:
    url = await new_link(intake, await new_person(intake))
    assert token_in(url) not in repr(intake.people.links)
    cookie = (await sign_in(intake, url)).cookies["branda_session"]
    assert cookie not in repr(intake.people.sessions)


async def test_a_link_is_good_for_a_quarter_of_an_hour(intake: IntakeApp) -> None:
    url = await new_link(intake, await new_person(intake))
    intake.clock.moment += timedelta(minutes=15)
    assert (await sign_in(intake, url)).status_code == 400


async def test_a_link_from_a_foreign_page_opens_nothing(intake: IntakeApp) -> None:
    url = await new_link(intake, await new_person(intake))
    assert (await sign_in(intake, url, Origin="https://evil.example")).status_code == 403
    assert (await sign_in(intake, url)).status_code == 303


@pytest.mark.parametrize("target", ["//evil.example", "https://evil.example", "/\\evil.example"])
async def test_the_page_after_sign_in_is_ours(intake: IntakeApp, target: str) -> None:
    url = await new_link(intake, await new_person(intake), next=target)
    assert (await sign_in(intake, url)).headers["location"] == f"{URL}/"


async def test_a_session_does_not_outlive_the_day_nor_the_sign_out(intake: IntakeApp) -> None:
    person = await new_person(intake, roles=[{"role": "agency"}])
    cookie = (await sign_in(intake, await new_link(intake, person))).cookies["branda_session"]
    leaving = await intake.http.get("/sign-out")
    assert "&lt;b&gt;Vardenė" in leaving.text
    form = re.search(r'name="csrf_token" value="([0-9a-f]+)"', leaving.text)
    assert form is not None
    refused = await intake.http.post("/sign-out", data={"csrf_token": "0" * 64}, headers={"Origin": URL})
    assert refused.status_code == 403
    assert (await resolve(intake, cookie)).status_code == 200
    done = await intake.http.post("/sign-out", data={"csrf_token": form[1]}, headers={"Origin": URL})
    assert done.status_code == 303
    assert (await resolve(intake, cookie)).status_code == 404
    assert (await intake.http.get("/sign-out")).headers["location"] == "/"
    again = (await sign_in(intake, await new_link(intake, person))).cookies["branda_session"]
    intake.clock.moment += timedelta(hours=12)
    assert (await resolve(intake, again)).status_code == 404


async def test_a_cookie_set_before_sign_in_is_not_kept(intake: IntakeApp) -> None:
    intake.http.cookies.set("branda_session", "planted", domain="intake.test")
    opened = await sign_in(intake, await new_link(intake, await new_person(intake)))
    assert opened.cookies["branda_session"] != "planted"
    assert (await resolve(intake, "planted")).status_code == 404


@pytest.mark.parametrize(("language", "word"), [("lt", "Prisijungti"), ("en", "Sign in")])
async def test_the_sign_in_page_speaks_both_languages(intake: IntakeApp, language: str, word: str) -> None:
    page = await intake.http.get("/sign-in?token=<script>", headers={"Accept-Language": language})
    assert f"<h1>{word}</h1>" in page.text
    assert 'value="&lt;script&gt;"' in page.text


async def test_a_browser_may_send_the_form_and_follow_it_to_the_result(intake: IntakeApp) -> None:
    headers = (await intake.http.get("/sign-in?token=x")).headers
    policy = headers["content-security-policy"]
    assert "form-action 'self' http://scoring.test http://127.0.0.1:8030" in policy
    assert "unsafe" not in policy
    # with no-referrer a browser would send "Origin: null" with the form, which is refused as foreign
    assert headers["referrer-policy"] == "same-origin"


async def test_no_link_for_an_unknown_person(intake: IntakeApp) -> None:
    body = {"person": "00000000-0000-0000-0000-000000000000"}
    assert (await intake.post("/internal/sign-in-links", body, intake.token("service"))).status_code == 404


@pytest.fixture
def clients(tmp_path: Path) -> Path:
    file = tmp_path / "clients.json"
    known = {"demo": {"id": "demo-id", "secret": "long-enough-secret:+ą", "role": "agency", "clusters": "*"}}
    file.write_text(json.dumps(known))
    return file


FORM = {"grant_type": "client_credentials", "client_id": "demo-id", "client_secret": "long-enough-secret:+ą"}


async def test_a_program_gets_a_token_that_our_validator_accepts(clients: Path) -> None:
    async with open_intake(clients) as intake:
        answer = await intake.http.post("/oauth/token", data=FORM)
        assert answer.status_code == 200
        assert answer.headers["cache-control"] == "no-store"
        body = answer.json()
        assert (body["token_type"], body["expires_in"]) == ("Bearer", 600)
        validator = TokenValidator(FixedKeys(intake.issuer.public_keys), issuer="branda-intake")
        principal = await validator.validate(body["access_token"])
        assert (principal.id, principal.role, principal.clusters) == ("demo-id", "agency", None)
        jwks = (await intake.http.get("/.well-known/jwks.json")).json()
        assert [set(key) & {"d", "crv", "kid"} for key in jwks["keys"]] == [{"crv", "kid"}]


@pytest.mark.parametrize(
    ("change", "status", "error"),
    [
        ({"client_secret": "wrong"}, 401, "invalid_client"),
        ({"client_id": "unknown"}, 401, "invalid_client"),
        ({"client_secret": ""}, 401, "invalid_client"),
        ({"grant_type": "password"}, 400, "unsupported_grant_type"),
        ({"grant_type": ""}, 400, "invalid_request"),
        ({"resource": "https://evil.example"}, 400, "invalid_target"),
    ],
)
async def test_other_requests_for_a_token_are_refused(
    clients: Path, change: dict[str, str], status: int, error: str
) -> None:
    async with open_intake(clients) as intake:
        answer = await intake.http.post("/oauth/token", data={**FORM, **change})
        assert (answer.status_code, answer.json()) == (status, {"error": error})
        assert ("www-authenticate" in answer.headers) == (status == 401)


async def test_credentials_may_come_by_basic(clients: Path) -> None:
    async with open_intake(clients) as intake:
        auth = httpx.BasicAuth("demo-id", "long-enough-secret%3A%2B%C4%85")
        form = {"grant_type": "client_credentials"}
        assert (await intake.http.post("/oauth/token", data=form, auth=auth)).status_code == 200
        twice = "grant_type=client_credentials&client_id=demo-id&client_id=demo-id"
        headers = {"Content-Type": "application/x-www-form-urlencoded"}
        refused = await intake.http.post("/oauth/token", content=twice, headers=headers)
        assert (refused.status_code, refused.json()) == (400, {"error": "invalid_request"})


async def test_a_client_added_to_the_file_is_known_at_once(clients: Path) -> None:
    async with open_intake(clients) as intake:
        assert (await intake.http.post("/oauth/token", data={**FORM, "client_id": "new"})).status_code == 401
        add_client(clients, "new")
        assert (await intake.http.post("/oauth/token", data={**FORM, "client_id": "new"})).status_code == 200


def add_client(file: Path, client_id: str) -> None:
    known = json.loads(file.read_text())
    known[client_id] = {**known["demo"], "id": client_id}
    file.write_text(json.dumps(known))


async def test_refused_attempts_are_counted_by_their_kind(clients: Path) -> None:
    def counted() -> list[float]:
        kinds = ("link", "client", "token")
        return [REGISTRY.get_sample_value("branda_sign_in_failures_total", {"kind": kind}) or 0 for kind in kinds]

    async with open_intake(clients) as intake:
        before = counted()
        await sign_in(intake, f"{URL}/sign-in?token=wrong")
        await intake.http.post("/oauth/token", data={**FORM, "client_secret": "wrong"})
        await intake.http.get("/api/v1/clusters", headers={"Authorization": "Bearer wrong"})
        await intake.http.get("/api/v1/clusters")
        assert counted() == [each + 1 for each in before]
