"""The programme's target: the published figures come out of the demo's own data, and each clause of a rule matters."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from services.scoring.adapters.mongo.event_store import REGISTER_KINDS
from services.scoring.adapters.programmes import load_programme
from services.scoring.domain.events import ClusterRegistered, LabelRecorded, MembershipChanged, RecordWithdrawn
from services.scoring.domain.history import History
from services.scoring.domain.programme.count import Line, count
from services.scoring.domain.programme.target import Programme
from shared.catalogue.loader import load_catalogue
from shared.catalogue.problems import CatalogueError
from stack.demo.data_files import read
from tests.support.histories import Story
from tests.support.result_cases import CATALOGUES

VALIDITY = load_catalogue(CATALOGUES, "ecei@1").validity
SIGNED = date(2016, 10, 20)
END_OF_2018 = date(2018, 12, 31)
FORUM = date(2022, 11, 30)


@pytest.fixture(scope="module")
def programme() -> Programme:
    return load_programme(CATALOGUES)


@pytest.fixture(scope="module")
def known() -> dict[str, History]:
    """The demo's public facts, as their events have them."""
    found: dict[str, History] = {}
    for file, registered in (("signatories.yaml", SIGNED), ("participants.yaml", END_OF_2018)):
        data = read(file, date(2026, 11, 22))
        for cluster in data["clusters"]:
            found[cluster["slug"]] = _story(cluster, data["programme"], registered).history
    return found


def _story(cluster: Mapping[str, Any], membership: Mapping[str, Any], registered: date) -> Story:
    story = Story(name=cluster["slug"])
    story.registered(registered, sector=cluster["sector"])
    joined = membership.get("joined")
    on = date.fromisoformat(joined or membership["seen_on"])
    story.joined("inolink", on, joined=date.fromisoformat(joined) if joined else None)
    for label in cluster.get("labels", ()):
        awarded = label.get("awarded")
        attested = date.fromisoformat(label["attested"][0]["on"])
        day = date.fromisoformat(awarded) if awarded else None
        story.labelled(label["level"], day, label.get("precision", "day"), seen_on=attested)
    return story


def lines(programme: Programme, clusters: Mapping[str, History], target: str, on: date) -> tuple[Line, ...]:
    wanted = next(each for each in programme.targets if each.id == target)
    return count(programme, wanted, clusters, VALIDITY, on)


def test_on_31_december_2018_the_published_figures_come_out(programme: Programme, known: dict[str, History]) -> None:
    bronze, silver = lines(programme, known, "ever_awarded", END_OF_2018)
    assert (bronze.low, bronze.high, bronze.members) == (6, 6, 10)
    assert silver.high == 0
    newly, silver = lines(programme, known, "newly_awarded", END_OF_2018)
    assert (newly.low, newly.high, newly.reached) == (5, 6, None)
    assert [(each.cluster, each.doubt) for each in newly.counted if each.doubt] == [("ivita", "held_before")]
    assert (silver.high, silver.reached) == (0, False)
    (participants,) = lines(programme, known, "participants", END_OF_2018)
    assert (participants.low, participants.high, participants.members) == (8, 8, 12)


def test_on_the_day_of_the_signing_only_ivita_had_bronze(programme: Programme, known: dict[str, History]) -> None:
    bronze, _ = lines(programme, known, "ever_awarded", SIGNED)
    assert [each.cluster for each in bronze.counted] == ["ivita"]
    newly, _ = lines(programme, known, "newly_awarded", SIGNED)
    assert (newly.low, newly.high, newly.members, newly.reached) == (0, 0, 10, False)


def test_a_silver_without_an_award_date_counts_possibly(programme: Programme, known: dict[str, History]) -> None:
    _, before = lines(programme, known, "newly_awarded", date(2022, 11, 21))
    _, silver = lines(programme, known, "newly_awarded", FORUM)
    assert before.high == 0
    assert [(each.cluster, each.doubt) for each in silver.counted] == [("smart-food", "undated")]
    assert silver.reached is None


def test_what_an_expert_says_in_2024_is_remarked(programme: Programme) -> None:
    assert [remark.on for remark in programme.remarks] == [date(2024, 1, 31)]
    assert {remark.mark for remark in programme.remarks} == {"inferred"}


def one(programme: Programme, story: Story, on: date, **rule: Any) -> Line:
    """The bronze line of the promise under a changed rule, for one signatory."""
    story.joined("inolink", SIGNED, joined=SIGNED)
    target = programme.targets[0]
    changed = target.model_copy(update={"rule": target.rule.model_copy(update=rule)})
    return count(programme, changed, {"a": story.history}, VALIDITY, on)[0]


@pytest.mark.parametrize(
    ("awarded", "precision", "counted"),
    [
        (date(2016, 10, 19), "day", []),
        (SIGNED, "day", [None]),
        (date(2016, 10, 1), "month", ["imprecise"]),
        (date(2016, 9, 1), "month", []),
        (date(2016, 1, 1), "year", ["imprecise"]),
        (date(2017, 1, 1), "year", [None]),
    ],
)
def test_an_award_counts_from_its_first_possible_day(
    programme: Programme, awarded: date, precision: Any, counted: list[str | None]
) -> None:
    story = Story()
    story.labelled("bronze", awarded, precision)
    assert [each.doubt for each in one(programme, story, END_OF_2018).counted] == counted


def test_a_label_held_before_counts_only_by_the_rule(programme: Programme) -> None:
    story = Story()
    story.labelled("bronze", date(2015, 5, 5))
    assert not one(programme, story, END_OF_2018).counted
    story.labelled("bronze", date(2017, 5, 5))
    assert one(programme, story, END_OF_2018).counted == (("a", "held_before"),)
    assert one(programme, story, END_OF_2018, held_before_counts=True).counted == (("a", None),)


def test_silver_counts_as_bronze_only_by_the_rule(programme: Programme) -> None:
    story = Story()
    story.labelled("silver", date(2018, 5, 5))
    assert one(programme, story, END_OF_2018).low == 1
    assert one(programme, story, END_OF_2018, silver_counts_as_bronze=False).high == 0


@pytest.mark.parametrize(
    ("on", "renewable", "counted"),
    [
        (date(2020, 5, 31), False, [None]),
        (date(2020, 6, 1), False, []),
        (date(2020, 6, 1), True, [None]),
        (date(2021, 5, 31), True, [None]),
        (date(2021, 6, 1), True, []),
    ],
)
def test_validity_is_that_of_the_day(
    programme: Programme, on: date, renewable: bool, counted: list[str | None]
) -> None:
    story = Story()
    story.labelled("bronze", date(2018, 5, 5))
    line = one(programme, story, on, measure="valid_on", expired_renewable_counts=renewable)
    assert [each.doubt for each in line.counted] == counted


def test_who_left_stays_in_the_denominator(programme: Programme) -> None:
    story = Story()
    story.joined("inolink", date(2017, 6, 1), joined=None, left=date(2017, 6, 1))
    line = one(programme, story, END_OF_2018)
    assert (line.members, line.high) == (1, 0)
    stranger = Story(name="b")
    stranger.labelled("bronze", date(2018, 5, 5))
    target = programme.targets[0]
    rule = target.rule.model_copy(update={"perimeter": "country"})
    clusters = {"a": story.history, "b": stranger.history}
    everybody = count(programme, target.model_copy(update={"rule": rule}), clusters, VALIDITY, END_OF_2018)[0]
    assert (everybody.members, everybody.low) == (2, 1)


@pytest.mark.parametrize(
    ("spoil", "problem"),
    [
        (("signed_on: 2016-10-20", "signed: 2016-10-20"), "the key `signed` is unknown"),
        (("perimeter: signed10", "perimeter: everybody"), "`perimeter` is 'everybody'"),
        (("at_least: 6", "at_least: 0"), "`at_least` is"),
        (("id: valid", "id: participants"), "the line participants is there twice"),
        (("  lt: „InoLink“\n", ""), "the Lithuanian text is missing"),
    ],
)
def test_a_spoilt_file_is_refused_with_its_line(tmp_path: Path, spoil: tuple[str, str], problem: str) -> None:
    text = (CATALOGUES / "inolink@1" / "programme.yaml").read_text(encoding="utf-8")
    assert spoil[0] in text
    (tmp_path / "inolink@1").mkdir()
    (tmp_path / "inolink@1" / "programme.yaml").write_text(text.replace(*spoil), encoding="utf-8")
    with pytest.raises(CatalogueError) as refused:
        load_programme(tmp_path)
    assert problem in str(refused.value)
    assert "inolink@1/programme.yaml:" in str(refused.value)


def test_no_programme_at_all_is_said(tmp_path: Path) -> None:
    with pytest.raises(CatalogueError, match="there is no programme"):
        load_programme(tmp_path)


def test_the_store_reads_every_kind_of_event_that_a_count_rests_on() -> None:
    kinds = {kind.__name__ for kind in (ClusterRegistered, MembershipChanged, LabelRecorded, RecordWithdrawn)}
    assert kinds | {kind.__name__ for kind in LabelRecorded.__subclasses__()} == set(REGISTER_KINDS)
