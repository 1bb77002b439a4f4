"""A log line is one line of JSON, whoever wrote it and whatever a user typed."""

import json
import logging

import pytest
import structlog

from shared.http.logs import configure_logs


def lines(capsys: pytest.CaptureFixture[str]) -> list[dict[str, str]]:
    return [json.loads(line) for line in capsys.readouterr().err.splitlines()]


def test_a_line_end_in_a_value_does_not_begin_a_line(capsys: pytest.CaptureFixture[str]) -> None:
    configure_logs()
    structlog.get_logger().warning("refused", path='/x\n{"level": "info", "event": "forged"}')
    (line,) = lines(capsys)
    assert (line["event"], line["level"]) == ("refused", "warning")
    assert "forged" in line["path"]


def test_a_traceback_shows_no_values(capsys: pytest.CaptureFixture[str]) -> None:
    configure_logs()
    token = "-".join(["secret", "value"])
    try:
        raise RuntimeError("failed" if token else "")
    except RuntimeError:
        structlog.get_logger().exception("request failed")
    (line,) = lines(capsys)
    assert "RuntimeError: failed" in line["exception"]
    assert "secret-value" not in line["exception"]


def test_libraries_write_the_same_lines_once(capsys: pytest.CaptureFixture[str]) -> None:
    root = logging.getLogger()
    kept = list(root.handlers)
    root.handlers = [handler for handler in kept if type(handler).__name__ != "_Lines"]
    try:
        configure_logs()
        configure_logs()
        logging.getLogger("branda.kafka").warning("waits for %s", "Kafka")
        logging.getLogger("httpx").info("GET /sign-in?token=secret")
        (line,) = lines(capsys)
    finally:
        root.handlers = kept
    assert (line["event"], line["logger"]) == ("waits for Kafka", "branda.kafka")
