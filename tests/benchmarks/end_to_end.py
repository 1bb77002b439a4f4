"""Figure 5: from POST to a result that can be read, all four processes running."""

import asyncio
import json
import time
from collections.abc import AsyncIterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import cycle

from services.scoring.adapters.mongo.head_store import head_id
from shared.mongo import Client, Database, Document, open_mongo
from tests.benchmarks.figures import Figure, Goal, Measure, percentile
from tests.benchmarks.load import Pool, get, post
from tests.benchmarks.servers import Servers
from tests.benchmarks.spending import Account, account, spent
from tests.benchmarks.stored import keep_histories
from tests.benchmarks.workload import assessment_body, history
from tests.support.clusters import new_cluster
from tests.support.house import House
from tests.support.ledger import Ledger

ROUNDS = 3
CLUSTERS = 150
EVENTS = 100
RATES = {10: 4, 50: 6}
"""Submissions a second, and for how many seconds: a quiet day, and the deadline day of design 10."""

PATIENCE = 60.0
SETTLED = 1.0
"""Seconds after the last result in which marks are set and the notifier looks; they belong to the submissions, too."""

Rounds = dict[int, list["Round"]]


@dataclass(frozen=True)
class Round:
    """Seconds of each submission, results per second from the first POST to the last result, and who spent what."""

    latencies: list[float]
    results: float
    spent: Account


def measure(servers: Servers) -> list[Figure]:
    """Return the time from the moment a POST is due until its result has been fetched."""
    with servers.house() as house:
        rounds = asyncio.run(_run(house, _register(house)))
    figures = [figure for rate, found in rounds.items() for figure in _figures(rate, found)]
    return [*figures, *spent([each.spent for each in rounds[max(RATES)]], max(RATES))]


def _figures(rate: int, rounds: Sequence[Round]) -> list[Figure]:
    p50, p99 = (Measure(tuple(percentile(each.latencies, at) * 1000 for each in rounds)) for at in (50, 99))
    reached = sorted(each.results for each in rounds)[len(rounds) // 2]
    posts = f"{ROUNDS} × {rate * RATES[rate]} POSTs, {CLUSTERS} clusters of {EVENTS} events"
    note = f"{posts}; {reached:.0f} results/s reached"
    goal = Goal("value", "≤", 250) if rate == max(RATES) else None
    return [
        Figure(f"POST → result readable at {rate}/s, p50", "ms", p50),
        Figure(f"POST → result readable at {rate}/s, p99", "ms", p99, goal=goal, note=note),
    ]


def _register(house: House) -> list[str]:
    ledger = Ledger(house)
    ledger.get("intake", "/health/ready")
    with ThreadPoolExecutor(4) as pool:
        return list(pool.map(lambda _: new_cluster(ledger, coordinators=0), range(CLUSTERS)))


async def _run(house: House, clusters: Sequence[str]) -> Rounds:
    async with open_mongo(house.mongo) as client:
        database = client[house.database_of("scoring")]
        # the registration is there already
        await keep_histories(database, clusters, history(0, EVENTS)[1:])
        async with _heads_as_they_appear(database) as appeared:
            journey = Journey(house, client, clusters, appeared)
            await journey.round(min(RATES), 2)  # warms everything up; discarded
            found: Rounds = {rate: [] for rate in RATES}
            for _ in range(ROUNDS):
                for rate, seconds in RATES.items():
                    found[rate].append(await journey.round(rate, seconds))
            return found


class Journey:
    """Posts at a rate, and fetches each result once its head is there."""

    def __init__(self, house: House, client: Client, clusters: Sequence[str], appeared: "Appeared") -> None:
        self._house, self._client = house, client
        self._turns, self._appeared = cycle(clusters), appeared
        self._token = house.token("demo-agency")
        self._body = assessment_body(datetime.now(UTC).date() - timedelta(days=1))
        self._intake, self._scoring = (Pool(house.ports.http[name]) for name in ("intake", "scoring"))

    async def round(self, rate: int, seconds: int) -> Round:
        """Submit at `rate`, whatever the answers do; returns when every result has been read."""
        before = await account(self._house, self._client)
        begun, count = time.perf_counter() + 0.1, rate * seconds
        latencies = await asyncio.gather(*(self._one(begun + n / rate, next(self._turns)) for n in range(count)))
        results = count / (time.perf_counter() - begun)
        await asyncio.sleep(SETTLED)
        return Round(latencies, results, (await account(self._house, self._client)).since(before, count))

    async def _one(self, due: float, cluster: str) -> float:
        await asyncio.sleep(due - time.perf_counter())
        answer = await self._intake.ask(post(f"/api/v1/clusters/{cluster}/assessments", self._body, self._token), 202)
        assessment = str(json.loads(answer)["id"])
        async with asyncio.timeout(PATIENCE):
            await self._appeared.event(head_id(cluster, assessment)).wait()
        result = json.loads(await self._scoring.ask(get(f"/api/v1/results/{cluster}/{assessment}", self._token), 200))
        assert result["assessment"] == assessment, result
        return time.perf_counter() - due


class Appeared:
    """Which heads are in MongoDB: a change stream tells, because polling the results would be most of the load."""

    def __init__(self) -> None:
        self._events: dict[str, asyncio.Event] = {}

    def event(self, identity: str) -> asyncio.Event:
        """Return what is set as soon as the head is there."""
        return self._events.setdefault(identity, asyncio.Event())


@asynccontextmanager
async def _heads_as_they_appear(database: Database) -> AsyncIterator[Appeared]:
    appeared = Appeared()
    # the head of a new assessment is an insert; what else is written would make mongod and us read along
    appearing: list[Document] = [{"$match": {"operationType": "insert"}}, {"$project": {"documentKey": 1}}]
    async with database.heads.watch(appearing) as stream:

        async def follow() -> None:
            async for change in stream:
                appeared.event(change["documentKey"]["_id"]).set()

        task = asyncio.create_task(follow())
        try:
            yield appeared
        finally:
            task.cancel()
            await asyncio.wait([task])
