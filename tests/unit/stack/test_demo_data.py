"""The demo's fictional clusters: plainly invented, in both languages, and together they show every verdict."""

from datetime import date

import pytest

from stack.demo.data_files import fictional, read

TODAY = date(2026, 11, 22)
CLUSTERS = fictional(TODAY)


def test_there_are_six_of_them_by_letter() -> None:
    assert list(CLUSTERS) == list("abcdef")
    for letter, told in CLUSTERS.items():
        assert told["cluster"]["names"] == {
            "lt": f"Pavyzdinis klasteris {letter.upper()}",
            "en": f"Example Cluster {letter.upper()}",
        }


def test_together_with_the_plastics_cluster_they_show_every_verdict() -> None:
    shown = {told["shows"]["bronze"] for told in CLUSTERS.values()} | {"not_yet"}  # plastics, by 13 members
    assert shown == {"not_yet", "cannot_tell", "ready_if_confirmed", "ready_to_contact"}
    assert {told["shows"]["silver"] for told in CLUSTERS.values()} == {"not_yet", "ready_if_confirmed"}


def test_every_address_is_invented_and_both_languages_are_written() -> None:
    people = [person for told in CLUSTERS.values() for person in told["people"]] + read("staff.yaml", TODAY)
    assert all(person["address"].endswith(".example") for person in people)
    assert len({person["address"] for person in people}) == len(people)
    assert {person["language"] for told in CLUSTERS.values() for person in told["people"]} == {"lt", "en"}
    assert {person["role"] for person in read("staff.yaml", TODAY)} == {"consultant", "expert", "agency"}


@pytest.mark.parametrize("name", ["basic", "good", "excellent"])
def test_a_whole_set_answers_every_question_of_the_first_cluster(name: str) -> None:
    assert read("answers.yaml", TODAY)[name].keys() == CLUSTERS["a"]["assessment"]["answers"].keys()


@pytest.mark.parametrize(
    ("today", "written", "meant"),
    [
        (date(2026, 11, 22), "first", "2024-12-22"),
        (date(2026, 3, 31), "first", "2024-04-30"),
        (date(2028, 1, 29), "first", "2026-02-28"),
    ],
)
def test_months_end_where_the_month_ends(today: date, written: str, meant: str) -> None:
    assert fictional(today)["c"]["past"][written]["assessed_on"] == meant


def test_a_session_without_its_document_and_a_record_put_right_are_there() -> None:
    sessions = [session for told in CLUSTERS.values() for session in told.get("consultancy", ())]
    assert any("output" not in session for session in sessions)
    assert any("output" in session for session in sessions)
    assert any("corrected" in label for told in CLUSTERS.values() for label in told.get("labels", ()))
    assert any("withdrawn" in past for told in CLUSTERS.values() for past in told.get("past", {}).values())
    assert any(step["step"] == "booked" for told in CLUSTERS.values() for step in told.get("steps", ()))
