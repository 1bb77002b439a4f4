"""The SMTP side: accepts everything for everybody."""

from aiosmtpd.smtp import SMTP, Envelope, Session

from stack.mailsink.maildir import MailStore

SIZE_LIMIT = 20_000_000
"""Bytes of one mail; a runaway sender must not fill the disk in one go."""


class Reception:
    """The aiosmtpd handler that keeps each mail before it answers 250."""

    def __init__(self, store: MailStore) -> None:
        self._store = store

    async def handle_DATA(self, _server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802 - aiosmtpd
        content = envelope.original_content or b""
        self._store.keep(content, envelope.mail_from or "", [str(each) for each in envelope.rcpt_tos])
        return "250 kept on this machine"


def protocol(store: MailStore) -> SMTP:
    """One connection; a factory for `loop.create_server`."""
    return SMTP(Reception(store), hostname="localhost", data_size_limit=SIZE_LIMIT, enable_SMTPUTF8=True)
