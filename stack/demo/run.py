"""What `branda demo` does once everything runs."""

from rich.table import Table

from stack.demo.api import Api
from stack.demo.check import check
from stack.demo.load import Demo, load
from stack.demo.outcome import Row, table, wait_for_outcome
from stack.demo.programme import Programme, check_programme, programme_table, read_programme
from stack.links import sign_in_link
from stack.runner import AfterStart, Context

WIDE = 118
"""Columns of the table where nobody's terminal sets a limit."""

SEES = {
    "agency": "the programme on any date",
    "consultant": "the clusters they advise",
    "expert": "the clusters they benchmark",
}


def demo(*, leave: bool) -> AfterStart:
    """Return the hook: load, wait, print; `leave`: check and stop with exit code 0 or 1, else keep serving."""

    def after_start(context: Context) -> int | None:
        api = Api(context.addresses, context.clients["demo-agency"])
        try:
            context.console.print("\nLoading public facts of twelve clusters, and six fictional ones …")
            loaded = load(api)
            rows = wait_for_outcome(api, loaded.clusters, context.stopping)
            programme = read_programme(api)
        finally:
            api.close()
        if not context.console.is_terminal:
            context.console.width = WIDE
        context.console.print(table(rows))
        context.console.print(programme_table(programme))
        if leave:
            return _verify(context, rows, programme)
        _invite(context, loaded)
        return None

    return after_start


def _verify(context: Context, rows: list[Row], programme: Programme) -> int:
    problems = [*check(rows, context.addresses), *check_programme(programme)]
    for problem in problems:
        context.console.print(f"[red]✗[/red] {problem}")
    if not problems:
        context.console.print("[green]✓[/green] MongoDB, the topics and the mailbox hold what was printed.")
    return 1 if problems else 0


def _invite(context: Context, loaded: Demo) -> None:
    context.console.print(f"\nMails:   {context.mail_page}")
    shown = Table(title="Who can sign in (each link works once, for 15 minutes)", title_justify="left", box=None)
    for heading in ("who", "sees"):
        shown.add_column(heading, overflow="fold")
    shown.add_column("link", overflow="fold", no_wrap=False)
    for person in loaded.people:
        sees = person.cluster.name if person.cluster else SEES[person.role]
        shown.add_row(f"{person.name}, {person.role}", sees, sign_in_link(context, person.id, "/"))
    context.console.print(shown, soft_wrap=True)
    context.console.print("Ctrl-C stops everything.")
