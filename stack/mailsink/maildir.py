"""The kept mails: written as a Maildir that any mail program can open, read for the page."""

import email.policy
import mailbox
from dataclasses import dataclass
from datetime import UTC, datetime
from email.message import EmailMessage
from functools import cached_property
from pathlib import Path

ASKING = {
    "reikia jūsų veiksmo": True,
    "tik susipažinti": False,
    "action needed": True,
    "for information": False,
}
"""How the subjects of our mails end."""


@dataclass(frozen=True)
class KeptMail:
    """One mail as it arrived; `key` is its file name."""

    key: str
    arrived: datetime
    content: bytes

    @cached_property
    def message(self) -> EmailMessage:
        return email.message_from_bytes(self.content, policy=email.policy.default)

    @property
    def source(self) -> str:
        """All of it as text."""
        return self.content.decode("utf-8", "replace")

    @property
    def action_needed(self) -> bool | None:
        """Whether its subject asks its reader to do something; None: it does not say (`words.md`)."""
        return ASKING.get(self.header("subject").rpartition("; ")[2].casefold())

    @property
    def about(self) -> str:
        """The subject without what it says of that."""
        subject = self.header("subject")
        return subject if self.action_needed is None else subject.rpartition("; ")[0]

    @property
    def recipients(self) -> list[tuple[str, str]]:
        """Name and address of each one it is to; the name may be empty."""
        to = self.message.get("to")
        return [(each.display_name, each.addr_spec) for each in to.addresses] if to is not None else []

    def header(self, name: str) -> str:
        """The decoded header, empty if absent."""
        return str(self.message.get(name, ""))

    def body(self, kind: str) -> str | None:
        """The part of `kind`, plain or html; None if there is none."""
        part = self.message.get_body((kind,))
        if part is None:
            return None
        try:
            return str(part.get_content())
        except LookupError:  # a charset nobody knows
            return bytes(part.get_payload(decode=True)).decode("utf-8", "replace")


class MailStore:
    """A Maildir at `directory`, made if it is missing."""

    def __init__(self, directory: Path) -> None:
        self._directory = directory
        self._box = mailbox.Maildir(directory, create=True)

    def keep(self, content: bytes, sender: str, recipients: list[str]) -> None:
        """Store the mail under the addresses of its envelope; on disk when this returns."""
        envelope = [f"Return-Path: <{sender}>", *(f"Delivered-To: {recipient}" for recipient in recipients)]
        self._box.add("".join(f"{line}\r\n" for line in envelope).encode() + content)

    def newest(self, limit: int) -> list[KeptMail]:
        """The last `limit` mails, the newest first."""
        files = sorted(self._files(), key=lambda file: file.stat().st_mtime_ns, reverse=True)
        return [_read(file) for file in files[:limit]]

    def count(self) -> int:
        return len(self._files())

    def find(self, key: str) -> KeptMail | None:
        """The mail with this key; only names that are really there are ever opened."""
        return next((_read(file) for file in self._files() if file.name == key), None)

    def _files(self) -> list[Path]:
        return [file for folder in ("new", "cur") for file in (self._directory / folder).iterdir()]


def _read(file: Path) -> KeptMail:
    arrived = datetime.fromtimestamp(file.stat().st_mtime, UTC).astimezone()
    return KeptMail(file.name, arrived, file.read_bytes())
