"""What an auditor and an operator ask of scoring: the commands of `cli.py`."""

import asyncio
import json
from collections.abc import Callable, Iterable
from datetime import date, datetime
from pathlib import Path
from typing import Any, NoReturn

import typer

from services.scoring.adapters.catalogues import ShelvedCatalogues
from services.scoring.adapters.files import Exported, UnreadableFileError, exported_text, read_exported
from services.scoring.adapters.http.api.areas_shape import areas_json
from services.scoring.adapters.http.api.calendar_shape import calendar_json
from services.scoring.adapters.http.api.order_shape import order_json
from services.scoring.adapters.http.api.shape import result_json
from services.scoring.adapters.http.api.verify_file import differences_of_file
from services.scoring.adapters.http.lexicon import Lexicon
from services.scoring.adapters.http.parameters import ID
from services.scoring.adapters.http.words import Words
from services.scoring.adapters.mongo.indexes import ensure_indexes
from services.scoring.adapters.mongo.rescores import MongoProgress
from services.scoring.adapters.score_report import Written, areas_lines, calendar_lines, order_lines, result_lines
from services.scoring.adapters.shadow_report import change_json, change_lines, summary_json, summary_lines
from services.scoring.application.fold import results
from services.scoring.application.read_advice import planned, proposed
from services.scoring.application.read_calendar import label_calendar
from services.scoring.application.rescore import Done, Rescore
from services.scoring.application.score import Score
from services.scoring.application.shadow import Shadow, Summary
from services.scoring.application.verify import differences
from services.scoring.bootstrap import SystemClock, open_stored
from services.scoring.domain.errors import DomainError
from services.scoring.settings import Settings
from shared.catalogue.library import Library
from shared.catalogue.problems import CatalogueError
from shared.catalogue.wording import Language, Wording
from shared.contracts.envelope import VILNIUS
from shared.errors import StopConsumingError, TransientError


def verify(target: str | None, events: Path | None, catalogues: Path | None, known_at: datetime | None) -> NoReturn:
    """Recompute what is stored, or a file, print the differences, and end the command with 1 if there are any."""
    folder = catalogues or Settings().catalogues
    if target is not None and not ID.fullmatch(target):
        _verify_file(Path(target), events, folder, known_at)
    found, checked = asyncio.run(_verify(Settings(catalogues=folder), target))
    for line in found:
        typer.echo(line)
    typer.echo(f"{checked} clusters recomputed, {len(found)} differences.")
    raise typer.Exit(1 if found else 0)


def _verify_file(file: Path, events: Path | None, folder: Path, known_at: datetime | None) -> NoReturn:
    if events is None:
        raise typer.BadParameter("say with --events which events the result was made of")
    try:
        exported = read_exported(events)
        library = _library(folder, exported)
        known = ShelvedCatalogues(library).as_known()
        found = differences_of_file(file, exported, known, Lexicon(library), known_at)
    except (UnreadableFileError, DomainError, CatalogueError) as error:
        typer.echo(f"Cannot be recomputed: {error}")
        raise typer.Exit(1) from error
    for line in found:
        typer.echo(line)
    typer.echo(f"{len(found)} differences." if found else "Equal: recomputing gives the same result.")
    raise typer.Exit(1 if found else 0)


def score(
    file: Path, as_of: date | None, lang: Language, *, as_json: bool, order: str | None, areas: bool, calendar: bool
) -> None:
    """Print the result of a file, or instead of it the one thing that was asked for."""
    folder, day = Settings().catalogues, as_of or _today()
    try:
        exported = read_exported(file)
        library = _library(folder, exported)
        catalogues, lexicon = ShelvedCatalogues(library).as_known(), Lexicon(library)
        cluster, history = exported.cluster or "", exported.history
        if order is not None:
            plan = planned(cluster, history, catalogues, day, order)
            _echo(order_json(plan, lexicon.words(plan.catalogue, lang)), order_lines, as_json)
        elif areas:
            found = proposed(cluster, history, catalogues, day)
            _echo(areas_json(found, lexicon.words(found.catalogue, lang)), areas_lines, as_json)
        elif calendar:
            dates = label_calendar(cluster, history, catalogues, day)
            _echo(calendar_json(dates, lexicon.words(dates.catalogue, lang)), calendar_lines, as_json)
        else:
            _, result = results(history, catalogues, day)[-1]
            words = lexicon.words(result.catalogue, lang)
            _echo(result_json(exported.cluster, result, words), result_lines, as_json)
    except (UnreadableFileError, DomainError, CatalogueError) as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(1) from error


def _echo(written: Written, lines: Callable[[Written], Iterable[str]], as_json: bool) -> None:
    for line in [json.dumps(written, ensure_ascii=False, indent=1)] if as_json else lines(written):
        typer.echo(line)


def export(cluster: str, file: Path | None) -> None:
    """Write or print the events of a cluster and the criteria that are not installed."""
    text = asyncio.run(_exported(Settings(), cluster))
    if file is None:
        typer.echo(text, nl=False)
    else:
        file.write_text(text, encoding="utf-8")


def rescore(*, again: bool) -> None:
    """Fold everything anew and print the progress; ends the command with 1 if it was stopped."""
    try:
        asyncio.run(_rescore(Settings(), again))
    except (TransientError, StopConsumingError) as error:
        typer.echo(f"Stopped: {error.reason}. Run it again; it goes on where it stopped.", err=True)
        raise typer.Exit(1) from error


def shadow(bundle: str, folder: Path, file: Path | None, lang: Language) -> None:
    """Print what a draft changes, and write it to `file` if there is one."""
    try:
        draft = Wording.load(folder, bundle)
        written = asyncio.run(_shadow(Settings(), draft, lang))
    except (CatalogueError, TransientError) as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(1) from error
    for line in summary_lines(written):
        typer.echo(line)
    for change in written["changes"]:
        for line in change_lines(change):
            typer.echo(line)
    if file is not None:
        file.write_text(json.dumps(written, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def _today() -> date:
    return datetime.now(VILNIUS).date()


def _library(folder: Path, exported: Exported) -> Library:
    library = Library(folder)
    library.take(exported.published)
    return library


async def _exported(settings: Settings, cluster: str) -> str:
    async with open_stored(settings) as stored:
        raw = await stored.events.raw(cluster)
    return exported_text(raw, stored.published, Library(settings.catalogues).known())


async def _verify(settings: Settings, only: str | None) -> tuple[list[str], int]:
    today = _today()
    async with open_stored(settings) as stored:
        catalogues = stored.catalogues
        clusters = [only] if only else await stored.events.clusters()
        found: list[str] = []
        for cluster in clusters:
            kept = [kept.readiness for kept in await stored.results.of_cluster(cluster)]
            wrong = differences(await stored.events.raw(cluster), kept, catalogues, today)
            if reason := await stored.results.blocked(cluster):
                wrong.append(f"blocked: {reason}")
            found += [f"{cluster}: {line}" for line in wrong]
    return found, len(clusters)


async def _rescore(settings: Settings, again: bool) -> None:
    async with open_stored(settings) as stored:
        await ensure_indexes(stored.database)
        score = Score(stored.events, stored.heads, stored.catalogues, SystemClock(), wake=lambda: None)
        progress = MongoProgress(stored.database)
        run = Rescore(stored.events, stored.heads, stored.results, score, progress, stored.catalogues)
        async for done in run.run(_today(), again=again):
            typer.echo(_progress(done))
        for cluster, reason in sorted((await stored.results.all_blocked()).items()):
            typer.echo(f"{cluster}: blocked: {reason}")


def _progress(done: Done) -> str:
    where = "done" if done.finished else f"up to {done.after}" if done.after else "from the first cluster"
    changes = f"{done.substances} changed, {done.verdicts} of them in a verdict"
    return f"{where}: {done.clusters} clusters seen, {done.refolded} results folded anew, {changes}"


async def _shadow(settings: Settings, draft: Wording, lang: Language) -> dict[str, Any]:
    today, summary, changes = _today(), Summary(), []
    async with open_stored(settings) as stored:
        lexicon = Lexicon(stored.library)
        async for compared in Shadow(stored.events, stored.catalogues, draft.catalogue).compared(today):
            summary.add(compared)
            if compared.differs or compared.unread or compared.requirements:
                changes.append(change_json(compared, Words(draft, lang), lambda name: lexicon.words(name, lang)))
    return {**summary_json(draft.catalogue, today, summary), "changes": changes}
