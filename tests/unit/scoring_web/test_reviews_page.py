"""What awaits review: for those who review, the oldest first, with an empty state."""

from datetime import timedelta

from tests.support.result_cases import reviewed
from tests.support.result_site import Site, ask, build_site, cluster_id


async def test_the_list_is_for_those_who_review(site: Site) -> None:
    assert (await ask(site, "/reviews", cookie="jone", accept="text/html")).status_code == 403
    assert (await ask(site, "/reviews", accept="text/html")).status_code == 303


async def test_the_oldest_stands_first_and_what_is_reviewed_is_not_there() -> None:
    page = (await ask(build_site(reviewed()), "/reviews?lang=en", cookie="agency", accept="text/html")).text
    assert "self-assessments, the oldest first." in page
    assert f"/results/{cluster_id('not-yet')}" in page
    assert f"/results/{cluster_id('reviewed')}" not in page
    assert f"/results/{cluster_id('public')}" not in page  # it has not assessed itself


async def test_waiting_is_counted_from_the_receipt_and_said_in_the_right_plural() -> None:
    site = build_site()
    assert "šiandien" in await waiting(site)
    site.register.waited = timedelta(days=11)
    assert "11\N{NO-BREAK SPACE}dienų" in await waiting(site)
    site.register.waited = timedelta(days=21)
    assert "21\N{NO-BREAK SPACE}dieną" in await waiting(site)


async def waiting(site: Site) -> str:
    page = (await ask(site, "/reviews?lang=lt", cookie="agency", accept="text/html")).text
    assert "Nr. BR-2026-0147" in page
    return page
