"""What the worker's fold is compared with: the same reads, one `assess` per cluster, one bulk write. No care at all."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date

from pymongo import UpdateOne

from services.scoring.adapters.mongo.codec import decode_event, encode_readiness
from services.scoring.adapters.mongo.event_store import FOLD_FIELDS
from services.scoring.adapters.mongo.head_store import STATE_FIELDS
from services.scoring.domain.assess import assess
from services.scoring.domain.events import Event
from services.scoring.domain.history import History
from shared.catalogue.model import Catalogue
from shared.mongo import Database


async def fold_bare(database: Database, clusters: Sequence[str], catalogue: Catalogue, on: date) -> list[bytes]:
    """Fold clusters and replace their current result; returns the results as bytes."""
    wanted = {"cluster": {"$in": list(clusters)}}
    await database.heads.find(wanted, STATE_FIELDS).to_list(None)
    events: defaultdict[str, list[Event]] = defaultdict(list)
    for document in await database.events.find(wanted, FOLD_FIELDS).to_list(None):
        events[document["cluster"]].append(decode_event(document["kind"], document["slim"]))
    found: list[bytes] = []
    writes: list[UpdateOne] = []
    for cluster, kept in events.items():
        history = History.of(kept)
        current = history.current.id if history.current else None
        result = assess(history, catalogue, on, current)
        found.append(encode_readiness(result))
        update = {"cluster": cluster, "revision": list(result.revision), "result": found[-1]}
        writes.append(UpdateOne({"_id": f"{cluster}/{current or ''}"}, {"$set": update}, upsert=True))
    await database.heads.bulk_write(writes, ordered=False)
    return found
