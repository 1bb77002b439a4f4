"""The road: a submission over HTTP becomes a result, a page and a mail in each coordinator's language."""

import httpx

from tests.support.checker import settled
from tests.support.clusters import assessment, new_cluster
from tests.support.house import House
from tests.support.ledger import Ledger, wait_until
from tests.support.mails import mails_about


async def test_a_submission_reaches_result_page_and_mail(house: House) -> None:
    ledger = Ledger(house)
    cluster = new_cluster(ledger, coordinators=2)
    submitted = ledger.submit(cluster, "assessments", assessment(13))
    report = await settled(house, ledger)
    assert not report.problems, report.problems

    result = ledger.get("scoring", f"/api/v1/results/{cluster}", **{"Accept-Language": "en"}).json()
    assert result["assessment"] == submitted
    bronze = next(level for level in result["levels"] if level["level"] == "bronze")
    members = next(each for each in bronze["requirements"] if each["id"] == "eligibility.members")
    assert (bronze["verdict"], members["state"], members["arguments"]) == (
        "not_yet",
        "not_met",
        {"required": 15, "committed": 13},
    )
    mails = mails_about(house, cluster)
    assert sorted(str(mail["Content-Language"]) for mail in mails) == ["en", "lt"]
    for mail in mails:
        assert mail.get_body(("plain",)) is not None
        assert mail.get_body(("html",)) is not None
        text = str(mail.get_body(("plain",)).get_content())  # type: ignore[union-attr]  # asserted above
        assert "13" in text
        assert "EUCLES" in text

    receipt = ledger.get("intake", f"/api/v1/submissions/{submitted}").json()
    assert receipt["status"] == "published"
    assert receipt["number"].startswith("BR-")


def test_the_page_opens_by_a_one_time_link_and_for_nobody_else(house: House) -> None:
    ledger = Ledger(house)
    cluster, other = new_cluster(ledger), new_cluster(ledger)
    ledger.submit(cluster, "assessments", assessment())
    wait_until("a result", lambda: "levels" in ledger.get("scoring", f"/api/v1/results/{cluster}").json())
    person = next(each.id for each in ledger.promises if each.path.endswith("/people"))
    with httpx.Client(follow_redirects=False, timeout=10) as browser:
        closed = browser.get(f"{house.url('scoring')}/results/{cluster}")
        assert closed.status_code == 303
        assert "/sign-in?next=" in closed.headers["location"]
        link = httpx.post(
            f"{house.url('intake')}/internal/sign-in-links",
            json={"person": person, "next": f"/results/{cluster}"},
            headers={"Authorization": f"Bearer {house.token('operator')}"},
            timeout=10,
        ).json()["url"]
        assert browser.get(link).status_code == 200
        token = httpx.URL(link).params["token"]
        opened = browser.post(link.split("?")[0], data={"token": token}, headers={"Origin": house.url("intake")})
        assert opened.status_code == 303, opened.text
        page = browser.get(opened.headers["location"])
        assert page.status_code == 200
        assert "EUCLES" in page.text
        assert browser.get(f"{house.url('scoring')}/results/{other}").status_code == 404
        again = browser.post(link.split("?")[0], data={"token": token}, headers={"Origin": house.url("intake")})
        assert again.status_code >= 400
