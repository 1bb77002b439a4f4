"""What `branda demo` does once everything runs."""

from stack.demo.api import Api
from stack.demo.check import check
from stack.demo.load import DemoCluster, load
from stack.demo.outcome import Row, table, wait_for_outcome
from stack.links import sign_in_link
from stack.runner import AfterStart, Context

WIDE = 118
"""Columns of the table where nobody's terminal sets a limit."""


def demo(*, leave: bool) -> AfterStart:
    """Return the hook: load, wait, print; `leave`: check and stop with exit code 0 or 1, else keep serving."""

    def after_start(context: Context) -> int | None:
        api = Api(context.addresses, context.clients["demo-agency"])
        try:
            context.console.print("\nLoading twelve clusters' public facts and one fictional cluster …")
            rows = wait_for_outcome(api, load(api), context.stopping)
        finally:
            api.close()
        if not context.console.is_terminal:
            context.console.width = WIDE
        context.console.print(table(rows))
        if leave:
            return _verify(context, rows)
        _invite(context, rows[-1].cluster)
        return None

    return after_start


def _verify(context: Context, rows: list[Row]) -> int:
    problems = check(rows, context.addresses)
    for problem in problems:
        context.console.print(f"[red]✗[/red] {problem}")
    if not problems:
        context.console.print("[green]✓[/green] MongoDB, the topics and the mailbox hold what was printed.")
    return 1 if problems else 0


def _invite(context: Context, example: DemoCluster) -> None:
    context.console.print(f"\nMails:   {context.mail_page}")
    for person in example.people:
        link = sign_in_link(context, person, f"/results/{example.id}")
        context.console.print(f"Result:  {link}", soft_wrap=True)
    context.console.print("Links work once, for 15 minutes. Ctrl-C stops everything.")
