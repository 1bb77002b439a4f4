"""A person reads the end of a log when a process does not start."""

import json
from pathlib import Path

import pytest

from stack.log_lines import readable
from stack.process import last_lines

LINE = {"event": "request failed", "level": "error", "timestamp": "2026-11-22T19:10:58.347373Z", "service": "intake"}


@pytest.mark.parametrize("line", ["", "Traceback:", "12", "[1]", '{"a": 1}', "{", '{"event"'])
def test_what_is_not_ours_stays_as_it_is(line: str) -> None:
    assert list(readable(line)) == [line]


def test_a_line_of_ours_is_read_in_words() -> None:
    trace = "Traceback (most recent call last):\n  File x\nValueError: y"
    lines = list(readable(json.dumps({**LINE, "path": "/x", "exception": trace})))
    assert lines == ["19:10:58 ERROR request failed path=/x", *trace.splitlines()]


def test_the_end_of_a_log_is_the_end_of_what_is_read(tmp_path: Path) -> None:
    log = tmp_path / "intake.log"
    log.write_text("first\n" + json.dumps({**LINE, "exception": "\n".join(f"line {n}" for n in range(30))}) + "\n")
    assert last_lines(log, 3).split("\n") == ["  line 27", "  line 28", "  line 29"]
