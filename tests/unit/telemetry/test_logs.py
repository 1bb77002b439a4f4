"""A log line is one line of JSON, whoever wrote it and whatever a user typed, and it holds no secret."""

import json
import logging
from collections.abc import Iterator
from typing import Any

import pytest
import structlog
from hypothesis import given, settings
from hypothesis import strategies as st
from uvicorn.config import LOGGING_CONFIG, Config

from shared.telemetry.logs import SERVERS_LOGGERS, configure_logs
from shared.telemetry.redaction import LONGEST, clean_text, redact
from shared.telemetry.traces import received

TRACE = "0af7651916cd43dd8448eb211c80319c"
JWT = "eyJhbGciOiJFZDI1NTE5IiwidHlwIjoiYXQrand0In0.eyJzdWIiOiJub3RpZmllciJ9.c2lnbmF0dXJlLW9mLW5vYm9keTAx"
RANDOM = "kX3vQ9_pLm-Zt7Yw2RbN8cHs5DfGjA1eUoIi4WqTxVz"
EVENT = "2f0f3f0e-5a0b-5b6e-8d5b-0e6f3d7a9c21"


@pytest.fixture(autouse=True)
def loggers() -> Iterator[None]:
    """Configure from nothing, and leave nothing behind."""
    named = [logging.getLogger(name) for name in ("", *SERVERS_LOGGERS)]
    kept = [(logger, list(logger.handlers), logger.propagate) for logger in named]
    logging.getLogger().handlers = [each for each in logging.getLogger().handlers if type(each).__name__ != "_Lines"]
    configure_logs("worker")
    yield
    for logger, handlers, propagate in kept:
        logger.handlers, logger.propagate = handlers, propagate


def lines(capsys: pytest.CaptureFixture[str]) -> list[dict[str, str]]:
    return [json.loads(line) for line in capsys.readouterr().err.splitlines()]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\u2028", "\u2029", "\x85", "\x0b", "\x1b[2K"])
@pytest.mark.parametrize("ours", [True, False])
def test_a_line_end_in_a_value_does_not_begin_a_line(capsys: pytest.CaptureFixture[str], end: str, ours: bool) -> None:
    forged = f'/x{end}{{"level": "info", "event": "forged"}}'
    if ours:
        structlog.get_logger().warning("refused", path=forged)
    else:
        logging.getLogger("aiokafka").warning("refused %s", forged)
    written = capsys.readouterr().err
    (line,) = written.splitlines()
    assert "\x1b" not in written
    assert json.loads(line)["level"] == "warning"
    assert "forged" in (json.loads(line).get("path") or json.loads(line)["event"])


def test_every_line_says_which_process_when_and_in_which_trace(capsys: pytest.CaptureFixture[str]) -> None:
    with (
        received("request", f"00-{TRACE}-b7ad6b7169203331-01"),
        structlog.contextvars.bound_contextvars(cluster=EVENT),
    ):
        structlog.get_logger().info("ours", event_id=EVENT)
        logging.getLogger("pymongo").warning("theirs")
    structlog.get_logger().info("outside")
    ours, theirs, outside = lines(capsys)
    for line in (ours, theirs):
        assert (line["service"], line["trace_id"], line["cluster"]) == ("worker", TRACE, EVENT)
        assert line["timestamp"].endswith("Z")
    assert ours["event_id"] == EVENT
    assert theirs["logger"] == "pymongo"
    assert "trace_id" not in outside


@pytest.mark.parametrize("ours", [True, False])
def test_a_traceback_shows_no_values(capsys: pytest.CaptureFixture[str], ours: bool) -> None:
    token = "-".join(["secret", "value"])
    try:
        raise RuntimeError("failed" if token else "")
    except RuntimeError:
        if ours:
            structlog.get_logger().exception("request failed")
        else:
            logging.getLogger("branda.kafka").exception("request failed")
    (line,) = lines(capsys)
    assert "RuntimeError: failed" in line["exception"]
    assert "secret-value" not in line["exception"]


def test_libraries_write_the_same_lines_once(capsys: pytest.CaptureFixture[str]) -> None:
    configure_logs("notifier")
    logging.getLogger("branda.kafka").warning("waits for %s", "Kafka")
    logging.getLogger("httpx").info("GET /sign-in?token=secret")
    (line,) = lines(capsys)
    assert (line["event"], line["logger"], line["service"]) == ("waits for Kafka", "branda.kafka", "notifier")


def test_the_servers_own_lines_are_ours_and_its_access_log_is_off(capsys: pytest.CaptureFixture[str]) -> None:
    Config("x:y", log_config=LOGGING_CONFIG, access_log=True)
    configure_logs("worker")
    logging.getLogger("uvicorn.error").info("Started server process [%d]", 1)
    logging.getLogger("uvicorn.access").info('127.0.0.1 - "GET /sign-in?token=x HTTP/1.1" 200')
    (line,) = lines(capsys)
    assert (line["event"], line["service"]) == ("Started server process [1]", "worker")


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ("no mailbox ona.petraite@klasteris.lt here", "no mailbox <address> here"),
        ("RCPT TO:<o'neil+x@a-b.example>", "RCPT TO:<<address>>"),
        (f"Authorization: Bearer {JWT}", "Authorization: Bearer <token>"),
        (f"the token {JWT} is refused", "the token <token> is refused"),
        ("GET /sign-in?token=abc&lang=lt", "GET /sign-in?token=<hidden>&lang=lt"),
        ("/sign-in?next=/results/1", "/sign-in?next=<hidden>"),
        ("branda_session=abc; x=1", "branda_session=<hidden>; x=1"),
        ("client_secret=abc", "client_secret=<hidden>"),
        ("/mail/unsubscribe/abc?x", "/mail/unsubscribe/<hidden>?x"),
        ("mongodb://user:pass@mongo:27017/?replicaSet=rs0", "mongodb://<credentials>@mongo:27017/?replicaSet=rs0"),
        (f"session {RANDOM}", "session <token>"),
        (f"event {EVENT} of ecei@1, sha256 {'0a' * 32}, code=11000", None),
        (
            'File "services/scoring/application/read_results.py", line 3, in a_name_of_a_function_that_is_very_long',
            None,
        ),
    ],
)
def test_what_no_log_may_hold_is_hidden_and_what_helps_is_kept(said: str, shown: str | None) -> None:
    assert clean_text(said) == (said if shown is None else shown)


def test_private_keys_and_nested_values_are_hidden() -> None:
    nested: Any = {"headers": {"Authorization": "x", "list": ["a@b.lt", {"deep": {"deeper": {"x": 1}}}]}}
    event = redact(None, "", {"event": "e", "subject": "Brandos įvertinimas", "password": "x", "count": 3, **nested})
    assert event == {
        "event": "e",
        "subject": "<hidden>",
        "password": "<hidden>",
        "count": 3,
        "headers": {"Authorization": "<hidden>", "list": ["<address>", {"deep": {"deeper": "…"}}]},
    }


@settings(deadline=None, max_examples=60)
@given(st.text(max_size=200), st.sampled_from(["@", "a", "-", "token=", "Aa0_", "://", "Bearer "]))
def test_nothing_that_is_typed_is_slow_or_breaks_a_line(typed: str, part: str) -> None:
    shown = clean_text(typed + part * 20_000)
    assert len(shown) <= 3 * LONGEST
    assert "@klasteris.lt" not in clean_text(f"{typed} ona@klasteris.lt")
