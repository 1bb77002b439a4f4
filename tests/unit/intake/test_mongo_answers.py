"""Nothing is taken for safe that the database did not say is safe."""

import pytest
from pymongo.errors import BulkWriteError, WriteError

from services.intake.adapters.mongo.answers import changed_document, outcomes
from services.intake.application.ports import AlreadyStoredError
from shared.errors import TransientError

LATE = {"code": 64, "errmsg": "waiting for replication timed out"}


def test_of_a_bulk_each_document_is_answered_for_itself() -> None:
    refused = [
        {"index": 1, "code": 11000, "errmsg": "duplicate key"},
        {"index": 2, "code": 14031, "errmsg": "disk full"},
        {"index": 3, "code": 121, "errmsg": "failed validation"},
    ]
    found = outcomes(BulkWriteError({"writeErrors": refused, "writeConcernErrors": []}), 5)
    assert [type(each) for each in found] == [type(None), AlreadyStoredError, TransientError, WriteError, type(None)]


def test_without_its_write_concern_nothing_of_a_bulk_is_safe_not_even_what_was_there() -> None:
    refused = [{"index": 1, "code": 11000, "errmsg": "duplicate key"}]
    found = outcomes(BulkWriteError({"writeErrors": refused, "writeConcernErrors": [LATE]}), 3)
    assert [type(each) for each in found] == [TransientError] * 3


def test_what_a_command_changed_is_in_its_answer() -> None:
    assert changed_document({"value": {"sequence": 2}, "ok": 1.0}) == {"sequence": 2}
    assert changed_document({"value": None, "ok": 1.0}) is None


def test_a_change_without_its_write_concern_is_none_to_build_on() -> None:
    with pytest.raises(TransientError):
        changed_document({"value": {"sequence": 2}, "writeConcernError": LATE, "ok": 1.0})
