"""`branda catalogue check|pin`."""

from typer.testing import CliRunner

from shared.catalogue.cli import app
from tests.support.catalogues import Small

RUNNER = CliRunner()


def test_check_says_what_was_loaded(small: Small) -> None:
    result = RUNNER.invoke(app, ["catalogue", "check", str(small.folder)])

    assert result.exit_code == 0
    assert result.stdout.startswith("mini@1: 4 indicators, 5 questions, sha256 ")


def test_check_lists_the_problems_and_fails(small: Small) -> None:
    small.replace("mini-set@1/2-work.yaml", "baseline: 20", "baseline: 5")

    result = RUNNER.invoke(app, ["catalogue", "check", str(small.folder)])

    assert result.exit_code == 1
    line = small.line("mini-set@1/2-work.yaml", "baseline: 5")
    assert result.stderr.startswith(f"mini-set@1/2-work.yaml:{line}: 2.1: the band runs against its direction")


def test_pin_makes_a_changed_set_loadable_again(small: Small) -> None:
    small.replace("mini-list@1/set.yaml", "en: Is it listed?", "en: Is it there?", pinned=False)
    assert small.problems()

    result = RUNNER.invoke(app, ["catalogue", "pin", str(small.folder)])

    assert result.exit_code == 0
    assert small.problems() == ()
