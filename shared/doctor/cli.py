"""`branda doctor`."""

import asyncio
import importlib
import importlib.util
import json
import pkgutil
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

import typer

from shared.doctor import servers
from shared.doctor.findings import Check, Finding, run
from shared.one_machine import NothingRunsError, point_at

app = typer.Typer()

Directory = Annotated[
    Path | None,
    typer.Option("--dir", help="Folder of a Branda on this machine: look at that one, as `branda up` left it."),
]


@app.command("doctor")
def doctor(
    directory: Directory = None,
    as_json: Annotated[bool, typer.Option("--json", help="For a program: every finding as JSON.")] = False,
) -> None:
    """Look at everything Branda stands on; exit code 1, and what to do, if something is wrong. Changes nothing."""
    if directory is not None:
        try:
            point_at(directory)
        except NothingRunsError as error:
            raise typer.BadParameter(str(error), param_hint="--dir") from error
    findings = asyncio.run(_look())
    wrong = [each for each in findings if not each.ok]
    if as_json:
        rows = [
            {"check": each.check, "ok": each.ok, "detail": each.detail, "remedy": each.remedy or None}
            for each in findings
        ]
        typer.echo(json.dumps({"ok": not wrong, "findings": rows}, indent=2, ensure_ascii=False))
    else:
        for each in findings:
            typer.echo(_line(each))
        typer.echo(f"{len(findings)} checks, {len(wrong)} wrong.")
    raise typer.Exit(1 if wrong else 0)


def _line(finding: Finding) -> str:
    line = f"{'ok   ' if finding.ok else 'WRONG'}  {finding.check}: {finding.detail}"
    return line if finding.ok else f"{line}\n       -> {finding.remedy}"


async def _look() -> list[Finding]:
    """All at once: a server that does not answer is waited for by several checks."""
    found = await asyncio.gather(*map(run, checks()))
    return [finding for findings in found for finding in findings]


def checks() -> Iterator[Check]:
    """Yield the common checks, then those that the installed services bring in their module `doctor`.

    By name and not by entry point: an image holds one service's files and no package's metadata.
    """
    yield from servers.CHECKS
    place = importlib.util.find_spec("services")
    for service in pkgutil.iter_modules(place.submodule_search_locations if place else None):
        if place is not None and importlib.util.find_spec(f"services.{service.name}.doctor"):
            yield from importlib.import_module(f"services.{service.name}.doctor").CHECKS
