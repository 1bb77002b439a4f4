"""`mutmut`, with the tests collected once: each fault is tried in a fork of the process that has collected them.

mutmut itself collects anew for every fault, which takes longer than most faults live. Here the server of its forks
works inside a pytest session, where the tests would run. `python -m tests.support.mutation_once run` is `mutmut run`.
"""

import gc
from collections.abc import Iterable
from pathlib import Path

import pytest
from mutmut import __main__ as mutmut
from mutmut.runners.harness import PytestRunner
from mutmut.state import state
from mutmut.utils.file_utils import change_cwd
from mutmut.utils.format_utils import mangled_name_from_mutant_name
from mutmut.workers.isolation import ForkServerRunner


class Collected(PytestRunner):
    """Runs tests of a session that has collected them; without a session it does as mutmut does."""

    def __init__(self, session: pytest.Session | None = None) -> None:
        super().__init__()
        self._session = session

    def warm_up(self) -> None:
        """The session is warm."""

    def run_tests(self, *, mutant_name: str | None, tests: Iterable[str]) -> int:
        """Return 1 as soon as a test fails, 0 if none does. What failed by other faults of the function comes first."""
        if self._session is None or mutant_name is None:
            return super().run_tests(mutant_name=mutant_name, tests=tests)
        noted = Path(f"{mangled_name_from_mutant_name(mutant_name)}.failed")
        failed = noted.read_text(encoding="utf-8").splitlines() if noted.exists() else []
        ordered = sorted(tests, key=lambda name: (name not in failed, state().duration_by_test[name], name))
        known = {item.nodeid: item for item in self._session.items}
        items = [known[name] for name in ordered]
        for item, following in zip(items, [*items[1:], None], strict=True):
            item.ihook.pytest_runtest_protocol(item=item, nextitem=following)
            if self._session.testsfailed:
                noted.write_text("\n".join({*failed, item.nodeid}), encoding="utf-8")
                return 1
        return 0


class CollectedOnce(ForkServerRunner):
    """mutmut's server of forks, inside a pytest session."""

    def _forkserver_main(self, work_fd: int, result_fd: int) -> None:
        plain = PytestRunner()
        with change_cwd("mutants"):
            arguments = plain._pytest_args_regular_run([])
            plain.execute_pytest(arguments, plugins=[_InsteadOfTests(self, work_fd, result_fd)])


class _InsteadOfTests:
    def __init__(self, runner: CollectedOnce, work_fd: int, result_fd: int) -> None:
        self._runner, self._pipes = runner, (work_fd, result_fd)

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        """Serve until there are no more faults; what was collected is no garbage and is not looked at again."""
        gc.freeze()
        self._runner.test_runner_args = {"session": session}
        ForkServerRunner._forkserver_main(self._runner, *self._pipes)
        return True


def _runner(max_workers: int = 1) -> CollectedOnce:
    return CollectedOnce(max_workers, Collected, {})


if __name__ == "__main__":
    vars(mutmut)["get_mutant_runner"] = _runner
    mutmut.cli()
