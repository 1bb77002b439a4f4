"""The result page: what a person finds on it, in which words, and who may open it."""

import re
from html import unescape

import pytest

from services.scoring.adapters.http.pages.overview_view import alphabetical
from services.scoring.adapters.http.pages.result_view import goal_of
from services.scoring.domain.events import AssessmentSubmitted
from services.scoring.domain.readiness import HeldLabel
from tests.support.result_site import Site, ask, build_site, cluster_id

HTML = "text/html"


async def page(site: Site, cluster: str, language: str = "lt", cookie: str = "agency", query: str = "") -> str:
    answer = await ask(site, f"/results/{cluster_id(cluster)}?lang={language}{query}", cookie=cookie, accept=HTML)
    assert answer.status_code == 200
    return re.sub(r"\s+", " ", answer.text)


def level(html: str, name: str) -> str:
    """Return what the page says below the head of one level."""
    part = html[html.index(f'id="{name}"') :]
    return part[: min(each for each in map(part.find, ('class="level other-level"', "</section>")) if each >= 0)]


def words(html: str) -> str:
    return unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html))).replace("\N{NO-BREAK SPACE}", " ")


async def test_without_a_session_the_way_leads_to_the_sign_in_and_back(site: Site) -> None:
    answer = await ask(site, f"/results/{cluster_id('public')}?as_of=2018-12-31", accept=HTML)
    assert answer.status_code == 303
    expected = f"/sign-in?next=/results/{cluster_id('public')}%3Fas_of%3D2018-12-31"
    assert answer.headers["location"] == expected


async def test_cluster_of_others_is_a_missing_page() -> None:
    site = build_site()
    others = await ask(site, f"/results/{cluster_id('public')}", cookie="nobody", accept=HTML)
    missing = await ask(site, f"/results/{cluster_id('none')}", cookie="nobody", accept=HTML)
    assert (others.status_code, missing.status_code) == (404, 404)
    assert others.text.replace(cluster_id("public"), "") == missing.text.replace(cluster_id("none"), "")


async def test_intake_away_is_said_on_a_page(site: Site) -> None:
    away = build_site()
    away.register.away = True
    answer = await ask(away, f"/results/{cluster_id('not-yet')}", cookie="agency", accept=HTML)
    assert (answer.status_code, answer.headers["retry-after"]) == (503, "2")
    assert "<h1>Laikinai nepasiekiama</h1>" in answer.text


async def test_held_label_and_readiness_stand_apart(site: Site) -> None:
    text = words(await page(site, "confirmed", "en"))
    assert (
        "Label held Bronze Valid until 30 April 2027 (the date is from the certificate). Awarded: 30 April 2025" in text
    )
    assert "Readiness, our estimate Bronze : you can contact an expert" in text
    assert "The estimate is about renewing the Bronze label." in text
    assert "What is left, only the benchmarking" in words(await page(site, "contact", "en"))


async def test_label_of_a_vague_date_says_what_is_not_known(site: Site) -> None:
    text = words(await page(site, "vague", "en"))
    assert "Expired, and the period for renewal is over; the exact days are not known to us." in text
    assert "Awarded: 2014" in text
    assert "Sources report it without a date" in text
    listed = (await ask(site, "/results?lang=en", cookie="agency", accept=HTML)).text
    assert "Silver: not known whether valid" in words(listed)
    assert 'title="Silver: Sources report it without a date, so whether it is valid is not known to us."' in listed


async def test_list_has_an_address_of_its_own_for_a_proxy_that_serves_all(site: Site) -> None:
    alone, shared = [(await ask(site, path, cookie="agency", accept=HTML)).text for path in ("/", "/results")]
    assert words(alone).replace("LT EN", "") == words(shared).replace("LT EN", "")
    assert 'href="/results" aria-current="page"' in shared


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("lt", ["Kreiptis dar anksti", "Neįvykdytos 2 iš 5 žinomų sąlygų.", "Įrašų apie suteiktą žymą nėra."]),
        ("en", ["too early to apply", "2 of 5 known conditions are not met.", "No award is on record."]),
    ],
)
async def test_verdict_is_given_in_words_with_its_count(site: Site, language: str, expected: list[str]) -> None:
    text = words(await page(site, "not-yet", language))
    assert [sentence for sentence in expected if sentence.casefold() not in text.casefold()] == []


async def test_reason_has_the_figures_and_the_assumed_mark(site: Site) -> None:
    text = words(await page(site, "not-yet", "en"))
    assert (
        "1.1.2 At least 15 committed members At least 15 committed members are required, 13 commitments are signed."
        in text
    )
    assert (
        "4.1.6 Monitoring of management performance At least 2 points are needed, the answer gives 0 (assumed)." in text
    )
    assert "4.1.6 Monitoring of management performance assumed Step " in text


async def test_open_points_say_who_settles_them(site: Site) -> None:
    lithuanian, english = words(await page(site, "confirmed")), words(await page(site, "confirmed", "en"))
    assert "Not known yet: the agency has to confirm an assumed threshold 2" in english
    assert "Nothing for you to do: the agency has to confirm thresholds that are assumed." in english
    assert "Dar nežinoma: ribą, kuri yra prielaida, turi patvirtinti agentūra" in lithuanian
    assert "Jums nieko daryti nereikia" in lithuanian


async def test_what_only_the_expert_knows_is_listed_apart(site: Site) -> None:
    assert "Prieš mokėdami pasiteiraukite eksperto" in words(await page(site, "not-yet"))


async def test_next_steps_come_in_the_order_of_the_gaps(site: Site) -> None:
    text = words(level(await page(site, "not-yet", "en"), "bronze"))
    steps = text[text.index("What to do next") : text.index("Requirements")]
    assert steps.index("At least 15 committed members") < steps.index("Listing on the European Cluster")
    assert "Attach: the members' signed commitments" in steps


async def test_points_are_ranges_with_a_floor_in_words_and_in_a_table(site: Site) -> None:
    html = await page(site, "not-yet", "en")
    assert "9–93 points of 150 are backed by proof; 93 are declared." in words(html)
    assert "Gold floor assumed 120 150" in words(html)
    chart = html[html.index('<svg class="bars"') : html.index("</svg>", html.index('<svg class="bars"'))]
    assert "<title" in chart
    assert "<desc" in chart
    assert 'x1="80.00%"' in chart


async def test_passport_names_revision_and_digests(site: Site) -> None:
    text = words(await page(site, "not-yet", "en"))
    assert re.search(r"Criteria catalogue ecei@1 Engine, confirmations \d+, 0 Events 3 ", text)
    assert len(re.findall(r"\b[0-9a-f]{64}\b", text)) == 3


async def test_invented_cluster_says_so_in_both_languages_on_either_page(site: Site) -> None:
    for language in ("lt", "en"):
        assert "DEMO – atsakymai išgalvoti / answers invented" in await page(site, "not-yet", language)


async def test_public_facts_say_that_the_cluster_has_not_answered(site: Site) -> None:
    assert "Tik vieši faktai." in words(await page(site, "public"))
    text = words(await page(site, "public", "en"))
    assert "it has not answered here itself" in text
    assert "No self-assessment yet" in text
    assert "DEMO" not in text


async def test_past_is_shown_as_the_past(site: Site) -> None:
    text = words(await page(site, "public", "en", query="&as_of=2018-12-31"))
    assert "This is how it was on 31 December 2018, by the rules of that day and as it is known today." in text
    assert "at least 15 committed members" not in text.casefold()


async def test_name_that_looks_like_markup_is_a_name(site: Site) -> None:
    html = await page(site, "hostile")
    assert [part[:18] for part in html.split("<script")[1:]] == [' src="/static/htmx']
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in html


async def test_result_that_is_not_there_yet_says_what_happens(site: Site) -> None:
    assert "Rezultato dar nėra" in words(await page(site, "hostile"))
    assert "its result is being calculated" in words(await page(site, "hostile", "en"))


async def test_blocked_result_says_that_nothing_is_lost(site: Site) -> None:
    text = words(await page(site, "blocked", "en"))
    assert "The result cannot be calculated" in text
    assert "nothing needs to be sent again" in text
    assert "no such field" in text


async def test_superseded_result_points_to_the_current_one(site: Site) -> None:
    events = site.clusters["confirmed"].story.events
    first = next(event.id for event in events if isinstance(event, AssessmentSubmitted))
    path = f"/results/{cluster_id('confirmed')}/{first}?lang=en"
    text = (await ask(site, path, cookie="agency", accept=HTML)).text
    assert "A later self-assessment has replaced this one." in text
    assert f'href="/results/{cluster_id("confirmed")}"' in text


async def test_no_page_says_ready_alone_or_awarded_of_readiness(site: Site) -> None:
    for cluster in ("not-yet", "confirmed", "contact", "public"):
        text = words(await page(site, cluster, "en")).casefold()
        readiness = text[text.index("readiness, our estimate") : text.index("not an esca")]
        assert re.findall(r"\bready\b|\bawarded\b|congratulat|unfortunately", readiness) == []


async def test_list_shows_only_what_the_person_may_see(site: Site) -> None:
    agency = await ask(site, "/?lang=en", cookie="agency", accept=HTML)
    assert words(agency.text).count("too early to apply") >= 3
    assert "Lithuanian Plastics Cluster" in agency.text
    nobody = await ask(site, "/?lang=en", cookie="nobody", accept=HTML)
    assert "Lithuanian Plastics Cluster" not in nobody.text
    assert "No clusters to show" in nobody.text


async def test_person_with_some_clusters_does_not_make_the_rest_be_read() -> None:
    site = build_site()
    site.register.listing = False
    text = (await ask(site, "/?lang=en", cookie="jone", accept=HTML)).text
    assert "Example cluster A" in text
    assert "Lithuanian Plastics Cluster" not in text


async def test_list_is_ordered_by_name_and_shows_held_labels_apart(site: Site) -> None:
    text = words((await ask(site, "/?lang=en&order=name", cookie="agency", accept=HTML)).text)
    names = ["Example cluster A", "Example cluster B", "Example cluster C", "Lithuanian Plastics Cluster"]
    places = [text.index(name) for name in names]
    assert places == sorted(places)
    assert "Bronze: valid until 30 April 2027" in text


def test_names_stand_in_the_order_of_the_lithuanian_alphabet() -> None:
    names = ["„iVITA“ klasteris", "Čekiškės", "Žalias", "Yla", "Centras", "Žąsis", "Dainava", "Zarasai", "Jonas", "3D"]
    expected = [
        "3D",
        "Centras",
        "Čekiškės",
        "Dainava",
        "„iVITA“ klasteris",
        "Yla",
        "Jonas",
        "Zarasai",
        "Žalias",
        "Žąsis",
    ]
    assert sorted(names, key=alphabetical) == expected


async def test_gold_is_the_third_level_and_starts_closed(site: Site) -> None:
    html = await page(site, "not-yet", "en")
    assert re.findall(r'<section class="block level goal-level" id="(\w+)"', html) == ["bronze"]
    assert re.findall(r'<div class="level-in" id="(\w+)"', html) == ["silver", "gold"]
    assert 'class="level other-level" open' not in html
    gold = level(html, "gold")
    assert gold.count('<details class="group') == gold.count('<ul class="requirements">') > 1
    assert "at least 120 of 150 points (80 %) are required" in words(gold).casefold()
    assert "whether Bronze is required before Gold is not known to us".casefold() in words(gold).casefold()


async def test_step_of_a_lower_level_is_counted_and_not_repeated(site: Site) -> None:
    html = await page(site, "not-yet", "en")
    steps = [re.findall(r'<li class="step".*?</li> </ul>', level(html, name)) for name in ("bronze", "silver", "gold")]
    names = [re.findall(r'<p class="step-name">(.*?)</p>', each)[0] for part in steps for each in part]
    assert len(names) == len(set(names)) > 10
    assert re.search(r"\d+ steps of labels before count here too\.", level(html, "gold"))


async def test_way_within_the_page_leads_to_each_part_that_is_there(site: Site) -> None:
    for cluster in ("not-yet", "confirmed", "public"):
        html = await page(site, cluster)
        places = set(re.findall(r'id="([^"]+)"', html))
        links = re.findall(r'href="#([^"]+)"', html)
        assert [link for link in links if link not in places] == []
        assert len(re.findall(r'<a href="#', html.split('<nav class="toc"')[1].split("</nav>")[0])) >= 7


async def test_requirement_with_a_step_leads_to_it_and_does_not_say_it_again(site: Site) -> None:
    bronze = level(await page(site, "not-yet", "en"), "bronze")
    assert re.findall(r'<a class="requirement-step" href="#([^"]+)">', bronze) == ["step-bronze-1", "step-bronze-2"]
    assert words(bronze).count("13 commitments are signed.") == 1
    assert "Who: the cluster" in words(bronze)


@pytest.mark.parametrize(
    ("held", "target", "expected"),
    [
        ((), None, "bronze"),
        ((), "silver", "silver"),
        (("bronze",), None, "silver"),
        (("gold",), None, "gold"),
        (("bronze",), "none_of_these", "silver"),
    ],
)
def test_page_leads_to_the_target_or_else_to_the_next_label(held: tuple[str, ...], target: str, expected: str) -> None:
    labels = [
        HeldLabel(each, "valid", None, None, None, "certificate", "stated")  # type: ignore[arg-type]  # real levels
        for each in held
    ]
    assert goal_of(["bronze", "silver", "gold"], labels, target) == expected


async def test_target_of_the_cluster_stands_open_today_and_not_in_the_past() -> None:
    site = build_site()
    site.register.target = "gold"
    html = await page(site, "not-yet", "en")
    assert "Goal of the cluster: Gold" in words(html)
    assert re.findall(r'<section class="block level goal-level" id="(\w+)"', html) == ["gold"]
    assert "Nearest goal: Bronze" in words(await page(site, "not-yet", "en", query="&as_of=2026-11-16"))
