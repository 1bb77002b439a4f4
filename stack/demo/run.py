"""What `branda demo` does once everything runs."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from rich.console import Console
from rich.table import Table

from stack.credentials import Client
from stack.demo.api import Api
from stack.demo.check import check
from stack.demo.load import Demo, load
from stack.demo.outcome import Row, table, wait_for_outcome
from stack.demo.programme import Programme, check_programme, programme_table, read_programme
from stack.links import sign_in_link

WIDE = 118
"""Columns of the table where nobody's terminal sets a limit."""

SEES = {
    "agency": "the programme on any date",
    "consultant": "the clusters they advise",
    "expert": "the clusters they benchmark",
}


@dataclass(frozen=True)
class Site:
    """The Branda that runs: the content of `branda.json`, the mailbox's page, all credentials of the run."""

    addresses: Mapping[str, Any]
    mail_page: str
    clients: Mapping[str, Client]


def run_demo(site: Site, console: Console, *, leave: bool) -> int:
    """Load, wait, print; `leave`: check what was printed, else invite. Returns the exit code."""
    api = Api(site.addresses, site.clients["demo-agency"])
    try:
        console.print("\nLoading public facts of twelve clusters, and six fictional ones …")
        loaded = load(api)
        rows = wait_for_outcome(api, loaded.clusters)
        programme = read_programme(api)
    finally:
        api.close()
    if not console.is_terminal:
        console.width = WIDE
    console.print(table(rows))
    console.print(programme_table(programme))
    if leave:
        return _verify(site, console, rows, programme)
    _invite(site, console, loaded)
    return 0


def _verify(site: Site, console: Console, rows: list[Row], programme: Programme) -> int:
    problems = [*check(rows, site.addresses), *check_programme(programme)]
    for problem in problems:
        console.print(f"[red]✗[/red] {problem}")
    if not problems:
        console.print("[green]✓[/green] MongoDB, the topics and the mailbox hold what was printed.")
    return 1 if problems else 0


def _invite(site: Site, console: Console, loaded: Demo) -> None:
    console.print(f"\nMails:   {site.mail_page}")
    shown = Table(title="Who can sign in (each link works once, for 15 minutes)", title_justify="left", box=None)
    for heading in ("who", "sees"):
        shown.add_column(heading, overflow="fold")
    shown.add_column("link", overflow="fold", no_wrap=False)
    for person in loaded.people:
        sees = person.cluster.name if person.cluster else SEES[person.role]
        link = sign_in_link(site.addresses["intake"], site.clients["operator"], person.id, "/")
        shown.add_row(f"{person.name}, {person.role}", sees, link)
    console.print(shown, soft_wrap=True)
    console.print("Ctrl-C stops everything.")
