"""What one look at one thing gives."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass

from pydantic import ValidationError
from pydantic_settings import BaseSettings

from shared.telemetry.redaction import clean_text

SECONDS = 10.0
"""For one check: servers are given up after two to five; a person waits."""


@dataclass(frozen=True)
class Finding:
    """One line: `remedy` says what to do, and is empty if nothing is wrong."""

    check: str
    detail: str
    remedy: str = ""

    @property
    def ok(self) -> bool:
        """Whether nothing has to be done."""
        return not self.remedy


Check = Callable[[], Awaitable[Sequence[Finding]]]
"""Looks at one thing; changes nothing that anybody would notice."""


async def run(check: Check) -> list[Finding]:
    """Return what `check` finds; whatever goes wrong in it is a finding, too. No secret is shown."""
    name = check.__name__.replace("_", " ")
    try:
        async with asyncio.timeout(SECONDS):
            found = await check()
    except ValidationError as error:
        found = _settings(error)
    except TimeoutError:
        found = [Finding(name, f"no answer within {SECONDS:.0f} s", "See whether the server answers at all.")]
    except Exception as error:
        found = [Finding(name, f"{type(error).__name__}: {error}", "This was not foreseen: report it with its text.")]
    return [Finding(each.check, clean_text(each.detail), each.remedy) for each in found]


def checked(settings: type[BaseSettings], of: str) -> list[Finding]:
    """Read the settings of a process; returns what is wrong with them, or one line that nothing is."""
    try:
        settings()
    except ValidationError as error:
        return _settings(error, of)
    return [Finding(f"settings of {of}", "can be read")]


def _settings(error: ValidationError, of: str = "the process") -> list[Finding]:
    """One line a field; never what was given, which may be a secret."""
    found = []
    for each in error.errors(include_url=False, include_input=False, include_context=False):
        name = f"BRANDA_{'_'.join(map(str, each['loc']))}".upper()
        found.append(
            Finding(f"settings of {of}", f"{name}: {each['msg']}", f"Set {name}; docs/operations.md lists all.")
        )
    return found
