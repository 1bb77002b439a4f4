"""`python -m stack.replica_set PORT`: form the set of an embedded mongod; exit code 0 once it is the primary."""

import sys
import time
from typing import Any

from pymongo import MongoClient
from pymongo.errors import OperationFailure, PyMongoError

from stack.mongo import REPLICA_SET
from stack.ports import LOOPBACK

PATIENCE = 5.0
"""Seconds; an election among one takes one."""

LOOK_SECONDS = 0.05

NOT_YET_INITIALIZED = 94
PORT_CHANGED = 93
"""`InvalidReplicaSetConfig`: the set was made on another port, so the server does not find itself in it."""


def become_primary(port: int) -> bool:
    """Form the set if need be and wait for the election; False if the server is not the primary in time."""
    give_up_at = time.monotonic() + PATIENCE
    address = f"mongodb://{LOOPBACK}:{port}/?directConnection=true"
    with MongoClient[dict[str, Any]](address, serverSelectionTimeoutMS=300, socketTimeoutMS=2000) as client:
        while time.monotonic() < give_up_at:
            try:
                if client.admin.command("hello").get("isWritablePrimary"):
                    return True
                _form_set(client, port)
            except PyMongoError:  # it is starting, or electing
                pass
            time.sleep(LOOK_SECONDS)
    return False


def _form_set(client: MongoClient[dict[str, Any]], port: int) -> None:
    """Initiate the set on the first start; on a new port tell it where it lives now."""
    member = {"_id": 0, "host": f"{LOOPBACK}:{port}"}
    try:
        client.admin.command("replSetGetStatus")
    except OperationFailure as failure:
        if failure.code == NOT_YET_INITIALIZED:
            client.admin.command("replSetInitiate", {"_id": REPLICA_SET, "members": [member]})
        elif failure.code == PORT_CHANGED:
            config = client.local["system.replset"].find_one({}) or {}
            config |= {"members": [member], "version": int(config.get("version", 1)) + 1}
            client.admin.command("replSetReconfig", config, force=True)
        else:
            raise


if __name__ == "__main__":
    sys.exit(0 if become_primary(int(sys.argv[1])) else 1)
