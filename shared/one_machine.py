"""The Branda that `branda up` started in a folder of this machine, as settings for any command."""

import json
import os
from collections.abc import MutableMapping
from pathlib import Path

DEFAULT = Path(".branda")
"""Where `branda up` works unless told otherwise; a command looks there when nothing else says where Branda is."""

ADDRESSES = "branda.json"
"""Written by the runner when all is ready, removed when it stops."""

SAYS_WHERE = ("BRANDA_KAFKA", "BRANDA_MONGO")

WHAT_TO_DO = "Start it, or say where it is: `branda --dir FOLDER …` on this machine, or BRANDA_KAFKA and BRANDA_MONGO."
"""Said by every command whose server is away."""


class NothingRunsError(Exception):
    """No Branda runs in the folder; the text is for the person at the keyboard."""


def point_at(directory: Path | None, environment: MutableMapping[str, str] = os.environ) -> None:
    """Set the settings of the Branda in `directory`; without one, of that in `.branda` if nothing says otherwise.

    A default never overrules what somebody has set: with Kafka's or MongoDB's address in the environment, nothing is
    changed.

    Raises:
        NothingRunsError: a folder was named and no Branda runs there.
    """
    if directory is not None:
        environment.update(settings_of(directory))
    elif (DEFAULT / ADDRESSES).exists() and not any(name in environment for name in SAYS_WHERE):
        environment.update(settings_of(DEFAULT))


def settings_of(directory: Path) -> dict[str, str]:
    """Return the settings of the Branda in `directory`, by the names of environment variables.

    Raises:
        NothingRunsError: none runs there.
    """
    try:
        known = json.loads((directory / ADDRESSES).read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise NothingRunsError(f"no Branda runs in {directory}: there is no {ADDRESSES}") from error
    found = {f"BRANDA_{name.upper()}": known[name] for name in ("kafka", "mongo") if name in known}
    found |= {f"BRANDA_{name.upper()}_URL": known[name] for name in ("intake", "scoring", "worker", "notifier")}
    host, _, port = str(known.get("smtp", "")).rpartition(":")
    if host:
        found |= {"BRANDA_SMTP_HOST": host, "BRANDA_SMTP_PORT": port, "BRANDA_SMTP_TLS": "none"}
    secrets = {"BRANDA_SIGNING_KEY": "signing-key.pem", "BRANDA_CLIENTS_FILE": "clients.json"}
    files = {name: directory / "secrets" / file for name, file in secrets.items()}
    found |= {name: str(path) for name, path in files.items() if path.exists()}
    return found | _client(directory / "secrets" / "clients.json")


def _client(clients: Path) -> dict[str, str]:
    """Return the notifier's credentials of a Branda on this machine."""
    known = json.loads(clients.read_text(encoding="utf-8")) if clients.exists() else {}
    if "notifier" not in known:
        return {}
    return {
        "BRANDA_SERVICE_CLIENT_ID": known["notifier"]["id"],
        "BRANDA_SERVICE_CLIENT_SECRET": known["notifier"]["secret"],
    }
