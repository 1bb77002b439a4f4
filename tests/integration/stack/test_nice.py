"""On one machine some programs let the others go first."""

import os
import sys
from pathlib import Path

from stack.plan import NICE
from stack.process import ManagedProcess, Program, last_lines
from tests.support.kafka import eventually


async def test_a_program_runs_as_nicely_as_it_says(tmp_path: Path) -> None:
    command = [sys.executable, "-S", "-c", "import os; print('nice', os.nice(0))"]
    process = ManagedProcess(Program("patient", command, nice=3), tmp_path)
    process.start()
    await eventually(lambda: not process.running)
    assert last_lines(process.log).split()[-1] == str(os.nice(0) + 3)


def test_only_who_is_not_waited_for_lets_the_others_go_first() -> None:
    assert set(NICE) == {"notifier"}
