"""The worker's use case against stores in memory."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

import pytest

from services.scoring.application.ports import Criteria, Replacement
from services.scoring.application.refold_due import RefoldDue
from services.scoring.application.score import Score
from services.scoring.domain.heads import ENGINE
from shared.contracts.assessment import AssessmentWithdrawn
from shared.contracts.envelope import Event
from shared.contracts.labelling import LabellingProgressed
from shared.contracts.readiness import ReadinessAssessed
from shared.contracts.records import EvidenceAttached, LabelCorrected, LabelRecorded, LabelWithdrawn
from shared.contracts.registry import parse_event
from shared.errors import StopConsumingError, TransientError
from tests.support.events import cluster_id, event, members, registered, submitted
from tests.support.scoring import TODAY, FixedClock, MemoryEventStore, MemoryHeadStore, arrived, catalogues

CRITERIA = catalogues()
CLUSTER = cluster_id(1)
FIRST = submitted(1, "first", members(18), date(2026, 11, 2), sequence=2)
SECOND = submitted(1, "second", members(13), date(2026, 11, 16), sequence=3)


@dataclass
class Bench:
    """A worker without servers."""

    events: MemoryEventStore = field(default_factory=MemoryEventStore)
    heads: MemoryHeadStore = field(default_factory=MemoryHeadStore)
    clock: FixedClock = field(default_factory=FixedClock)
    criteria: Criteria = CRITERIA
    woken: int = 0

    def __post_init__(self) -> None:
        self.score = Score(self.events, self.heads, self.criteria, self.clock, self._wake)

    def _wake(self) -> None:
        self.woken += 1

    async def arrive(self, *events: Event) -> None:
        await self.score([arrived(event) for event in events])

    def publish(self) -> list[Event]:
        """Do what the relay does; returns the announcements."""
        found = [parse_event(head.announcement.body) for head, _ in self.heads.kept.values() if head.announcement]
        self.heads.kept = {
            key: (replace(head, announcement=None), result) for key, (head, result) in self.heads.kept.items()
        }
        return found

    def announced(self) -> list[ReadinessAssessed]:
        return [event.data for event in self.publish() if isinstance(event.data, ReadinessAssessed)]


@pytest.fixture
def bench() -> Bench:
    return Bench()


async def test_a_cluster_without_an_assessment_has_a_head_until_one_arrives(bench: Bench) -> None:
    await bench.arrive(registered(1))
    assert [head.assessment for head, _ in bench.heads.kept.values() if not head.gone] == [None]
    await bench.arrive(FIRST)
    assert [head.assessment for head, _ in bench.heads.kept.values() if not head.gone] == [FIRST.id]


async def test_a_superseded_head_is_frozen_at_its_successors_date(bench: Bench) -> None:
    await bench.arrive(registered(1), FIRST, SECOND)
    frozen, result = bench.heads.kept[CLUSTER, FIRST.id]
    assert result is not None
    assert (result.on, frozen.current) == (date(2026, 11, 16), False)
    assert bench.heads.kept[CLUSTER, SECOND.id][0].current


async def test_a_withdrawn_assessment_gives_way_to_the_one_before(bench: Bench) -> None:
    await bench.arrive(registered(1), FIRST, SECOND)
    await bench.arrive(event(AssessmentWithdrawn(assessment=SECOND.id), cluster=CLUSTER, key="w", sequence=4))
    head, result = bench.heads.kept[CLUSTER, SECOND.id]
    assert (head.gone, head.current, result) == (True, False, None)
    assert bench.heads.kept[CLUSTER, FIRST.id][0].current


async def test_only_a_changed_substance_is_announced(bench: Bench) -> None:
    await bench.arrive(registered(1), FIRST)
    [said] = bench.announced()
    assert (said.cause, said.previous_verdicts, said.current) == ("submission", None, True)
    bench.clock.time += timedelta(days=1)
    await bench.score.refold([CLUSTER])
    await bench.arrive(registered(1), FIRST)
    assert bench.announced() == []
    proof = EvidenceAttached(indicators=("1.1.2",), kind="link", dated=TODAY, strength="documented")
    await bench.arrive(event(proof, cluster=CLUSTER, key="e", sequence=3, day=TODAY))
    [said] = bench.announced()
    assert said.cause == "evidence"
    assert said.previous_verdicts is not None


async def test_an_announcement_that_was_not_published_hands_its_story_on(bench: Bench) -> None:
    await bench.arrive(registered(1), FIRST)
    proof = EvidenceAttached(indicators=("1.1.2",), kind="link", dated=TODAY, strength="documented")
    await bench.arrive(event(proof, cluster=CLUSTER, key="e", sequence=3, day=TODAY, origin="import"))
    [waiting] = bench.publish()
    assert isinstance(waiting.data, ReadinessAssessed)
    assert (waiting.data.cause, waiting.data.previous_verdicts) == ("submission", None)
    assert waiting.origin is None


async def test_a_result_belongs_to_the_trace_of_the_newest_event_that_caused_it(bench: Bench) -> None:
    traces = [f"00-{digit * 32}-{'b' * 16}-01" for digit in "abc"]
    later = FIRST.recordedtime + timedelta(minutes=1)
    await bench.arrive(
        FIRST.model_copy(update={"traceparent": traces[1], "recordedtime": later}),
        registered(1).model_copy(update={"traceparent": traces[0]}),
    )
    [said] = bench.publish()
    assert said.traceparent == traces[1]
    change = {"traceparent": traces[2], "recordedtime": later + timedelta(minutes=1)}
    await bench.arrive(SECOND.model_copy(update=change))
    assert {event.traceparent for event in bench.publish()} == {traces[2]}


async def test_the_trace_of_an_event_changes_no_result(bench: Bench) -> None:
    other = Bench()
    await bench.arrive(registered(1), FIRST)
    await other.arrive(registered(1), FIRST)
    await other.arrive(FIRST.model_copy(update={"traceparent": f"00-{'a' * 32}-{'b' * 16}-01"}))
    [(_, one)], [(_, two)] = ([each for each in b.heads.kept.values() if each[1]] for b in (bench, other))
    assert one == two


async def test_imported_and_invented_results_say_so(bench: Bench) -> None:
    await bench.arrive(registered(1).model_copy(update={"origin": "import", "provenance": "public"}))
    [event_1] = bench.publish()
    assert (event_1.origin, event_1.provenance) == ("import", "public")
    await bench.arrive(FIRST.model_copy(update={"provenance": "synthetic"}))
    [event_2] = bench.publish()
    assert (event_2.origin, event_2.provenance) == (None, "synthetic")
    assert event_2.sequence > event_1.sequence


async def test_an_imported_assessment_stays_an_import_beside_a_live_registration(bench: Bench) -> None:
    """Mailed, a coordinator would be told of the past as if it were news."""
    await bench.arrive(registered(1), FIRST.model_copy(update={"origin": "import"}))
    [said] = bench.publish()
    assert isinstance(said.data, ReadinessAssessed)
    assert (said.data.cause, said.origin) == ("submission", "import")


async def test_every_order_of_arrival_ends_in_the_same_heads() -> None:
    everything = [registered(1), FIRST, SECOND, registered(2)]
    ends = []
    for order in ((0, 1, 2, 3), (2, 1, 0, 3), (3, 2, 0, 1)):
        bench = Bench()
        for index in order:
            await bench.arrive(everything[index], everything[order[0]])
        ends.append({key: result for key, (head, result) in bench.heads.kept.items() if not head.gone})
    assert ends[0] == ends[1] == ends[2]


async def test_a_fold_that_fails_blocks_its_cluster_only(bench: Bench) -> None:
    unreadable = FIRST.model_copy(update={"data": FIRST.data.model_copy(update={"catalogue": "unknown@9"})})
    await bench.arrive(registered(1), unreadable, registered(2))
    assert "unknown@9" in bench.heads.blocks[CLUSTER].reason
    assert list(bench.heads.kept) == [(cluster_id(2), None)]
    assert unreadable.id in bench.events.arrivals
    withdrawn = AssessmentWithdrawn(assessment=unreadable.id)
    await bench.arrive(event(withdrawn, cluster=CLUSTER, key="w", sequence=9))
    assert bench.heads.blocks == {}
    assert (CLUSTER, None) in bench.heads.kept


AWARDED = event(
    LabelRecorded(level="bronze", awarded=date(2026, 10, 1)),
    cluster=CLUSTER,
    key="l",
    sequence=3,
    day=date(2026, 10, 1),
)


async def test_what_a_correction_changes_is_announced_as_one(bench: Bench) -> None:
    await bench.arrive(registered(1), FIRST, AWARDED)
    bench.publish()
    data = LabelCorrected(label=AWARDED.id, level="bronze", awarded=date(2024, 10, 1))
    await bench.arrive(event(data, cluster=CLUSTER, key="c", sequence=4, day=date(2024, 10, 1)))
    (said,) = bench.announced()
    assert (said.cause, said.held[0].valid_until) == ("correction", date(2026, 10, 31))
    await bench.arrive(event(LabelWithdrawn(label=AWARDED.id), cluster=CLUSTER, key="w", sequence=5))
    (said,) = bench.announced()
    assert (said.cause, said.held) == ("correction", ())


async def test_a_correction_that_comes_before_its_record_ends_in_the_same_head(bench: Bench) -> None:
    data = LabelCorrected(label=AWARDED.id, level="bronze", awarded=date(2024, 10, 1))
    corrected = event(data, cluster=CLUSTER, key="c", sequence=4, day=date(2024, 10, 1))
    await bench.arrive(registered(1), FIRST, corrected)
    await bench.arrive(AWARDED)
    other = Bench()
    await other.arrive(registered(1), FIRST, AWARDED, corrected)
    results = [each.heads.kept[CLUSTER, FIRST.id][1] for each in (bench, other)]
    assert results[0] == results[1]


async def test_a_step_is_kept_and_announces_nothing(bench: Bench) -> None:
    await bench.arrive(registered(1), FIRST)
    bench.publish()
    step = LabellingProgressed(level="bronze", step="contacted", on=TODAY)
    await bench.arrive(event(step, cluster=CLUSTER, key="s", sequence=4, day=TODAY))
    assert bench.announced() == []
    assert bench.heads.kept[CLUSTER, FIRST.id][0].revision[2] == 3


async def test_what_the_calendar_changes_beside_a_step_has_the_calendar_for_its_cause(bench: Bench) -> None:
    await bench.arrive(registered(1), FIRST, AWARDED)
    bench.publish()
    bench.clock.time += timedelta(days=900)
    on = date(2029, 5, 1)
    step = LabellingProgressed(level="bronze", step="contacted", on=on)
    await bench.arrive(event(step, cluster=CLUSTER, key="s", sequence=4, day=on))
    (said,) = bench.announced()
    assert (said.cause, said.held[0].state) == ("calendar", "expired_renewable")


async def test_a_newer_engine_ends_this_one(bench: Bench) -> None:
    await bench.arrive(registered(1))
    [(key, (head, result))] = bench.heads.kept.items()
    bench.heads.kept[key] = (replace(head, revision=(ENGINE + 1, *head.revision[1:])), result)
    with pytest.raises(StopConsumingError) as caught:
        await bench.arrive(FIRST)
    assert caught.value.restart


async def test_a_refused_head_is_read_and_folded_again(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    await bench.arrive(registered(1))
    honest = bench.heads.replace
    interfered: list[int] = []

    async def somebody_was_faster(replacements: Sequence[Replacement]) -> bool:
        if replacements and not interfered:
            interfered.append(len(replacements))
            await Bench(bench.events, bench.heads, bench.clock).score.refold([CLUSTER])
        return await honest(replacements)

    monkeypatch.setattr(bench.heads, "replace", somebody_was_faster)
    await bench.arrive(FIRST)
    assert interfered
    assert [said.assessment for said in bench.announced()].count(FIRST.id) == 1


async def test_heads_that_never_hold_still_are_waited_for(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    async def always_refused(_: Sequence[Replacement]) -> bool:
        return False

    monkeypatch.setattr(bench.heads, "replace", always_refused)
    with pytest.raises(TransientError):
        await bench.arrive(registered(1))


async def test_the_calendar_refolds_what_is_due_and_says_why(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    await bench.arrive(registered(1), FIRST)
    bench.publish()
    key = (CLUSTER, FIRST.id)
    head, result = bench.heads.kept[key]
    assert result is not None
    tomorrow = TODAY + timedelta(days=1)
    bench.heads.kept[key] = (
        replace(head, published=replace(head.published, substance="another")) if head.published else head,
        replace(result, next_change=tomorrow),
    )
    due = RefoldDue(bench.heads, bench.score, CRITERIA, bench.clock)
    assert await due.once() == 0
    bench.clock.time += timedelta(days=1)
    assert await due.once() == 1
    [said] = bench.announced()
    assert (said.cause, said.on) == ("calendar", tomorrow)
    assert await due.once() == 0
