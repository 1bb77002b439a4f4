"""Which Branda a command works on: the folder it is given, the one that runs here, or what the settings say."""

import json
from pathlib import Path

import pytest
import typer
from typer.core import TyperGroup
from typer.testing import CliRunner

from shared import cli, one_machine
from shared.errors import TransientError

KNOWN = {name: f"http://{name}" for name in ("intake", "scoring", "worker", "notifier")}
KNOWN |= {"kafka": "k:1", "mongo": "mongodb://m", "mail": "/m", "smtp": "127.0.0.1:2525"}


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A working folder with a Branda in `.branda`, and no settings."""
    monkeypatch.chdir(tmp_path)
    for name in one_machine.SAYS_WHERE:
        monkeypatch.delenv(name, raising=False)
    running(tmp_path / ".branda")
    return tmp_path


def running(folder: Path) -> Path:
    folder.mkdir()
    (folder / "branda.json").write_text(json.dumps(KNOWN))
    return folder


def test_the_branda_of_a_folder_is_found_by_its_addresses(tmp_path: Path) -> None:
    folder = running(tmp_path / "one")
    (folder / "secrets").mkdir()
    (folder / "secrets" / "signing-key.pem").write_text("")
    (folder / "secrets" / "clients.json").write_text(json.dumps({"notifier": {"id": "n", "secret": "s"}}))

    settings = one_machine.settings_of(folder)

    assert (settings["BRANDA_SERVICE_CLIENT_ID"], settings["BRANDA_SERVICE_CLIENT_SECRET"]) == ("n", "s")
    assert (settings["BRANDA_INTAKE_URL"], settings["BRANDA_WORKER_URL"]) == ("http://intake", "http://worker")
    assert (settings["BRANDA_KAFKA"], settings["BRANDA_MONGO"]) == ("k:1", "mongodb://m")
    assert (settings["BRANDA_SMTP_HOST"], settings["BRANDA_SMTP_PORT"]) == ("127.0.0.1", "2525")
    assert settings["BRANDA_SIGNING_KEY"].endswith("signing-key.pem")


def test_the_one_that_runs_here_is_meant_when_nothing_says_otherwise(here: Path) -> None:
    environment: dict[str, str] = {}
    one_machine.point_at(None, environment)
    assert environment["BRANDA_KAFKA"] == "k:1"


@pytest.mark.parametrize("name", one_machine.SAYS_WHERE)
def test_a_set_address_is_never_overruled_by_what_happens_to_run_here(here: Path, name: str) -> None:
    environment = {name: "production:1"}
    one_machine.point_at(None, environment)
    assert environment == {name: "production:1"}


def test_a_named_folder_wins_over_set_addresses(here: Path) -> None:
    environment = {"BRANDA_KAFKA": "production:1"}
    one_machine.point_at(here / ".branda", environment)
    assert environment["BRANDA_KAFKA"] == "k:1"


def test_where_nothing_runs_the_settings_stay_as_they_are(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    environment: dict[str, str] = {}
    one_machine.point_at(None, environment)
    assert environment == {}


@pytest.mark.parametrize(
    ("command", "told"),
    [("look", True), ("start", False)],
    ids=["a command without a folder of its own", "a command that chooses its folder"],
)
def test_commands_are_pointed_at_a_folder_unless_they_choose_it(
    here: Path, monkeypatch: pytest.MonkeyPatch, command: str, told: bool
) -> None:
    asked: list[Path | None] = []
    monkeypatch.setattr(cli, "point_at", asked.append)
    app = typer.Typer()
    app.callback()(cli._root)

    @app.command()
    def look() -> None: ...

    @app.command()
    def start(directory: Path = typer.Option(Path("x"), "--dir")) -> None:
        typer.echo(directory)

    invoke = CliRunner().invoke
    assert (before := invoke(app, ["--dir", "elsewhere", command])).exit_code == 0
    assert asked == ([Path("elsewhere")] if told else [])
    assert before.output == ("" if told else "elsewhere\n")
    if not told:
        assert invoke(app, [command]).output == "x\n"
        assert invoke(app, ["--dir", "elsewhere", command, "--dir", "here"]).output == "here\n"


def test_only_what_starts_and_stops_a_branda_chooses_its_folder() -> None:
    group = typer.main.get_command(cli.build())
    assert isinstance(group, TyperGroup)
    own = {name for name, each in group.commands.items() if any("--dir" in one.opts for one in each.params)}
    assert own == {"up", "demo", "down", "status"}


def test_a_folder_where_nothing_runs_is_said_in_words(tmp_path: Path) -> None:
    refused = CliRunner().invoke(cli.build(), ["--dir", str(tmp_path), "topics", "check"])
    assert refused.exit_code == 2
    assert "no Branda runs" in " ".join(refused.output.split())


def test_a_server_that_is_away_is_a_line_and_not_a_traceback(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def away() -> None:
        raise TransientError("MongoDB: nobody listens")

    monkeypatch.setattr(cli, "build", lambda: away)
    with pytest.raises(SystemExit) as ended:
        cli.main()
    assert ended.value.code == 1
    said = capsys.readouterr().err
    assert "MongoDB: nobody listens" in said
    assert "branda --dir FOLDER" in said
    assert "Traceback" not in said
