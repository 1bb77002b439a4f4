"""The first screen by role, in both languages, with scoring's real answers and without any (design 6, `words.md`)."""

import re
from collections.abc import AsyncIterator
from datetime import timedelta
from html import unescape

import pytest

from tests.support.intake_app import IntakeApp, assessment, open_intake
from tests.support.readiness import SiteReadiness
from tests.support.result_site import Site, build_site
from tests.unit.intake.test_sign_in import new_link, new_person, sign_in


@pytest.fixture(scope="module")
def site() -> Site:
    return build_site()


@pytest.fixture
def readiness(site: Site) -> SiteReadiness:
    return SiteReadiness(site)


@pytest.fixture
async def answered(readiness: SiteReadiness) -> AsyncIterator[IntakeApp]:
    """Intake, while scoring answers."""
    async with open_intake(readiness=readiness) as opened:
        yield opened


async def see(intake: IntakeApp, language: str, *roles: dict[str, str]) -> str:
    """Return the words of the first screen of a new person with `roles`."""
    person = await new_person(intake, roles=list(roles))
    await sign_in(intake, await new_link(intake, person))
    page = await intake.http.get(f"/?lang={language}")
    assert page.status_code == 200, page.text
    main = page.text.partition("<main")[2].partition("</main>")[0]
    return unescape(" ".join(re.sub(r"<[^>]+>", " ", main).split())).replace("\N{NO-BREAK SPACE}", " ")


async def submit(intake: IntakeApp, cluster: str, **more: object) -> None:
    answer = await intake.post(f"/api/v1/clusters/{cluster}/assessments", assessment(**more))
    assert answer.status_code == 202, answer.text


async def session(intake: IntakeApp, cluster: str, **more: object) -> str:
    body = {"session_on": "2026-11-02", "hours": "2", "category": "strategy", "provider": "InoLink", "indicators": []}
    answer = await intake.post(f"/api/v1/clusters/{cluster}/consultancy-records", {**body, **more})
    assert answer.status_code == 202, answer.text
    return str(answer.json()["id"])


@pytest.mark.parametrize(
    ("language", "texts"),
    [
        ("lt", ["„Branda“ preliminariai įvertina", "nuo ko tai priklauso", "suteikia tik EUCLES", "Prisijungti"]),
        ("en", ["Branda estimates", "who can settle it", "awarded only by EUCLES", "Sign in"]),
    ],
)
async def test_a_stranger_reads_what_branda_is(intake: IntakeApp, language: str, texts: list[str]) -> None:
    page = await intake.http.get("/", headers={"Accept-Language": language})
    assert page.status_code == 200
    assert [text for text in texts if text not in page.text] == []
    assert 'href="/sign-in"' in page.text


@pytest.mark.parametrize(
    ("language", "texts"),
    [
        (
            "lt",
            [
                "Klasteris a DEMO",
                "Įrašų apie suteiktą žymą nėra.",
                "Siekiama žyma Bronzinė žyma",
                "Parengtis, mūsų vertinimu Kreiptis dar anksti. Neįvykdytos 2 iš 5 žinomų sąlygų.",
                "Kitas žingsnis Reikia ne mažiau kaip 15 įsipareigojusių narių",
                "Nr. BR-2026-0001 2026 m. II pusmetis. Gautas 2026 m. lapkričio 20 d. 14.05 val.",
            ],
        ),
        (
            "en",
            [
                "Cluster a DEMO",
                "No award is on record.",
                "Goal Bronze",
                "Readiness, our estimate Too early to apply. 2 of 5 known conditions are not met.",
                "Next step At least 15 committed members are required",
                "No. BR-2026-0001 Second half of 2026. Received: 20 November 2026, 14:05",
            ],
        ),
    ],
)
async def test_a_manager_sees_label_goal_conditions_and_next_step(
    answered: IntakeApp, readiness: SiteReadiness, language: str, texts: list[str]
) -> None:
    cluster = await answered.register("a", provenance="synthetic", target="bronze")
    readiness.same("not-yet", cluster)
    await submit(answered, cluster, round="2026H2")
    seen = await see(answered, language, {"role": "manager", "cluster": cluster})
    assert [text for text in texts if text not in seen] == []
    assert "klasteris jos nenurodė" not in seen.casefold()
    assert "not named one" not in seen


async def test_each_cluster_has_a_card_and_each_state_its_words(answered: IntakeApp, readiness: SiteReadiness) -> None:
    cases = {"confirmed": "b", "blocked": "c", "hostile": "d", "public": "e", "contact": "g"}
    clusters = {case: await answered.register(slug) for case, slug in cases.items()}
    for case, cluster in clusters.items():
        readiness.same(case, cluster)
    seen = await see(answered, "en", *({"role": "coordinator", "cluster": each} for each in clusters.values()))
    assert [name for name in ("Cluster b", "Cluster c", "Cluster d", "Cluster e") if name not in seen] == []
    assert "Bronze: valid until 30 April 2027" in seen
    assert "Goal Silver The cluster has not named one; the next label is shown." in seen
    assert "It cannot be calculated. What was sent is safe" in seen
    assert "Not there yet; usually it takes minutes." in seen
    assert "Next step Whom to contact, how long it takes" in seen
    assert seen.count("Next date") == 1
    assert seen.count("None submitted yet.") == 5


async def test_clusters_have_their_next_date_on_the_card(answered: IntakeApp, readiness: SiteReadiness) -> None:
    clusters = [await answered.register(slug) for slug in ("b", "g")]
    for case, cluster in zip(("confirmed", "contact"), clusters, strict=True):
        readiness.same(case, cluster)
    seen = await see(answered, "en", *({"role": "coordinator", "cluster": each} for each in clusters))
    assert "Next date Bronze: please agree the interview with the expert by 26 February 2027" in seen
    assert seen.count("Next date") == 1  # what would follow from a first benchmarking today is none


async def test_a_consultant_of_many_sees_the_nearest_dates_of_all(
    answered: IntakeApp, readiness: SiteReadiness
) -> None:
    clusters = [await answered.register(f"c{number}") for number in range(10)]
    for case, cluster in zip(("confirmed", "contact"), clusters[3:5], strict=True):
        readiness.same(case, cluster)
    seen = await see(answered, "en", *({"role": "consultant", "cluster": each} for each in clusters))
    assert "Nearest dates Cluster c3 26 Feb 2027 Bronze: please agree the interview with the expert by" in seen
    assert "Results cannot be shown" not in seen


async def test_without_scoring_the_page_says_what_intake_knows(intake: IntakeApp) -> None:
    cluster = await intake.register("a")
    await submit(intake, cluster)
    seen = await see(intake, "lt", {"role": "manager", "cluster": cluster})
    assert "Rezultatų šiuo metu parodyti negalime" in seen
    assert "Gautas 2026 m. lapkričio 20 d. 14.05 val." in seen
    assert "Žiūrėti rezultatą" not in seen
    advising = await see_another(intake, {"role": "consultant", "cluster": cluster})
    assert "Results cannot be shown right now" in advising
    assert "Waiting for review" not in advising
    agency = await see_another(intake, {"role": "agency"}, address="a@pavyzdys.example")
    assert "1 cluster is in the register." in agency


async def see_another(intake: IntakeApp, *roles: dict[str, str], address: str = "k@pavyzdys.example") -> str:
    person = await new_person(intake, roles=list(roles), address=address)
    await sign_in(intake, await new_link(intake, person))
    return " ".join(re.sub(r"<[^>]+>", " ", (await intake.http.get("/?lang=en")).text).split())


async def test_a_card_without_a_result_yet_looks_again_and_others_ask_nothing(
    answered: IntakeApp, readiness: SiteReadiness
) -> None:
    waiting, ready = await answered.register("d"), await answered.register("a")
    readiness.same("hostile", waiting)
    readiness.same("not-yet", ready)
    await see(answered, "en", {"role": "manager", "cluster": waiting})
    page = (await answered.http.get("/?lang=en")).text
    assert 'hx-get="/?lang=en" hx-trigger="load delay:2s' in page
    assert "htmx.min.js" in page
    later = {"HX-Request": "true", "Branda-Asked": "3"}
    assert "load delay:16s" in (await answered.http.get("/?lang=en", headers=later)).text
    readiness.same("confirmed", waiting)
    there = (await answered.http.get("/?lang=en", headers=later)).text
    assert 'role="status">The result is there now.</p>' in there
    assert "hx-get" not in there
    assert "<script" not in there


async def test_a_withdrawn_self_assessment_is_none(answered: IntakeApp, readiness: SiteReadiness) -> None:
    cluster = await answered.register("a")
    readiness.same("not-yet", cluster)
    sent = await answered.post(f"/api/v1/clusters/{cluster}/assessments", assessment())
    await answered.post(f"/api/v1/clusters/{cluster}/assessments/{sent.json()['id']}/withdrawal", {})
    assert "None submitted yet." in await see(answered, "en", {"role": "manager", "cluster": cluster})


@pytest.mark.parametrize(
    ("language", "texts"),
    [
        (
            "lt",
            [
                "Laukia peržiūros 2 (seniausias – 6 darbo dienas)",
                "Klasteris b 6 darbo dienas Klasteris a 4 darbo dienas Į peržiūras",
                "Per 180 dienų baigsis žymų galiojimas 1 Klasteris b Bronzinė žyma 2027 m. bal. 30 d.",
                "Sesijos be rezultato dokumento 1 Klasteris a InoLink 2026 m. lapkr. 2 d.",
            ],
        ),
        (
            "en",
            [
                "Waiting for review 2 (oldest: 6 working days)",
                "Cluster b 6 working days Cluster a 4 working days To the reviews",
                "Labels ending within 180 days 1 Cluster b Bronze 30 Apr 2027",
                "Sessions without output document 1 Cluster a InoLink 2 Nov 2026",
            ],
        ),
    ],
)
async def test_a_consultant_sees_what_waits_what_ends_and_what_lacks_a_document(
    answered: IntakeApp, readiness: SiteReadiness, language: str, texts: list[str]
) -> None:
    first, second, foreign = [await answered.register(slug) for slug in ("a", "b", "f")]
    for case, cluster in (("not-yet", first), ("confirmed", second), ("contact", foreign)):
        readiness.same(case, cluster)
    answered.clock.moment -= timedelta(days=4)
    await submit(answered, first)
    answered.clock.moment -= timedelta(days=4)
    await submit(answered, second, assessed_on="2026-11-12")
    await submit(answered, foreign, assessed_on="2026-11-12")
    answered.clock.moment += timedelta(days=8)
    await session(answered, first)
    cancelled = await session(answered, second)
    path = f"/api/v1/clusters/{second}/consultancy-records/{cancelled}/cancellation"
    assert (await answered.post(path, {})).status_code == 202
    await session(answered, foreign)
    seen = await see(answered, language, *({"role": "consultant", "cluster": each} for each in (first, second)))
    assert [text for text in texts if text not in seen] == []
    assert " f " not in seen


async def test_a_corrected_session_is_judged_as_it_is_now(answered: IntakeApp, readiness: SiteReadiness) -> None:
    cluster = await answered.register("a")
    readiness.same("not-yet", cluster)
    recorded = await session(answered, cluster)
    link = {"indicators": ["4.1.2"], "kind": "link", "dated": "2026-11-02", "strength": "documented"}
    proof = await answered.post(f"/api/v1/clusters/{cluster}/evidence", {**link, "address": "https://a.example/1"})
    body = {"session_on": "2026-11-02", "hours": "2", "category": "strategy", "provider": "InoLink", "indicators": []}
    path = f"/api/v1/clusters/{cluster}/consultancy-records/{recorded}/correction"
    corrected = await answered.post(path, {**body, "output": proof.json()["id"]})
    assert corrected.status_code == 202, corrected.text
    seen = await see(answered, "en", {"role": "consultant", "cluster": cluster})
    assert "Sessions without output document 0 Every session has one" in seen


async def test_an_imported_self_assessment_waits_for_nobody(answered: IntakeApp, readiness: SiteReadiness) -> None:
    cluster = await answered.register("a")
    readiness.same("not-yet", cluster)
    await submit(answered, cluster, origin="import")
    seen = await see(answered, "en", {"role": "expert", "cluster": cluster})
    assert "Waiting for review 0 Nothing waits." in seen


@pytest.mark.parametrize(
    ("language", "texts"),
    [
        (
            "lt",
            [
                "padėtis šiandien turimais duomenimis. Skaičiuojamos tik įrašytos žymos",
                "Sidabrinė žyma 0 arba 1 pažadėta ne mažiau kaip 1 priklauso nuo to",
                "galbūt: Klasteris v",
                "Rezultato apskaičiuoti nepavyksta 1 Klasteris x",
                "Per 180 dienų baigsis žymų galiojimas 1 Klasteris b Bronzinė žyma",
            ],
        ),
        (
            "en",
            [
                "as known today. Only recorded awards are counted",
                "Silver 0 or 1 at least 1 promised depends on how the doubtful ones are counted possibly: Cluster v",
                "The result cannot be calculated 1 Cluster x",
                "Labels ending within 180 days 1 Cluster b Bronze 30 Apr 2027",
            ],
        ),
    ],
)
async def test_the_agency_sees_the_programme_and_what_needs_attention(
    answered: IntakeApp, readiness: SiteReadiness, language: str, texts: list[str]
) -> None:
    for case, slug in (("confirmed", "b"), ("vague", "v"), ("blocked", "x"), ("public", "p")):
        readiness.same(case, await answered.register(slug))
    seen = await see(answered, language, {"role": "agency"})
    assert [text for text in texts if text not in seen] == []


async def test_who_has_no_cluster_yet_is_told_so(answered: IntakeApp) -> None:
    assert "No cluster yet You will see the clusters here" in await see(answered, "en")


async def test_criteria_that_this_process_does_not_know_spoil_nothing(
    answered: IntakeApp, readiness: SiteReadiness, monkeypatch: pytest.MonkeyPatch
) -> None:
    cluster = await answered.register("a")
    readiness.same("not-yet", cluster)
    known = await readiness.result(cluster)

    async def of_tomorrow(_: str) -> object:
        return known.model_copy(update={"catalogue": "ecei@999"})

    monkeypatch.setattr(readiness, "result", of_tomorrow)
    seen = await see(answered, "en", {"role": "manager", "cluster": cluster})
    assert "There is one; its page says it in words." in seen


async def test_only_who_sees_every_cluster_finds_the_programme_in_the_menu(
    answered: IntakeApp, readiness: SiteReadiness
) -> None:
    cluster = await answered.register("a")
    readiness.same("not-yet", cluster)
    await see(answered, "en", {"role": "manager", "cluster": cluster})
    assert "/portfolio" not in (await answered.http.get("/")).text
    await see_another(answered, {"role": "agency"})
    assert "http://scoring.test/portfolio" in (await answered.http.get("/")).text
