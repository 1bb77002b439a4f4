"""Which answers of MongoDB are waited out, and which are our own mistakes."""

import pytest
from pymongo import errors

from shared.errors import TransientError
from shared.mongo import translate_errors

AWAY = [
    errors.ServerSelectionTimeoutError("no primary"),
    errors.AutoReconnect("connection closed"),
    errors.NetworkTimeout("timed out"),
    errors.NotPrimaryError("stepped down"),
    errors.WaitQueueTimeoutError("no free connection"),
    errors.ExecutionTimeout("operation exceeded time limit", 50),
    errors.CursorNotFound("the server was restarted", 43),
    errors.OperationFailure("interrupted at shutdown", 11600),
    errors.OperationFailure("no space left", 14031),
    errors.WTimeoutError("waiting for replication timed out", 64),
    errors.BulkWriteError({"writeErrors": [], "writeConcernErrors": [{"code": 64}]}),
]
OURS = [
    errors.DuplicateKeyError("E11000", 11000),
    errors.OperationFailure("unknown operator", 2),
    errors.BulkWriteError({"writeErrors": [{"code": 11000}], "writeConcernErrors": []}),
    errors.InvalidOperation("empty bulk"),
]


@pytest.mark.parametrize("error", AWAY, ids=lambda error: type(error).__name__)
def test_a_server_that_is_away_is_waited_for(error: errors.PyMongoError) -> None:
    with pytest.raises(TransientError, match=type(error).__name__), translate_errors():
        raise error


@pytest.mark.parametrize("error", OURS, ids=lambda error: type(error).__name__)
def test_our_own_mistakes_are_not_hidden(error: errors.PyMongoError) -> None:
    with pytest.raises(type(error)), translate_errors():
        raise error
