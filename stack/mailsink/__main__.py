"""`python -m stack.mailsink --maildir DIR --smtp-port N --http-port N`: run until told to stop."""

import asyncio
from pathlib import Path
from typing import Annotated

import typer
import uvicorn

from stack.mailsink.maildir import MailStore
from stack.mailsink.pages import create_app
from stack.mailsink.reception import protocol
from stack.ports import LOOPBACK


async def serve(maildir: Path, smtp_port: int, http_port: int) -> None:
    """Take mails and show them, until SIGTERM or Ctrl-C."""
    store = MailStore(maildir)
    smtp = await asyncio.get_running_loop().create_server(lambda: protocol(store), LOOPBACK, smtp_port)
    config = uvicorn.Config(create_app(store), host=LOOPBACK, port=http_port, log_level="warning", access_log=False)
    async with smtp:
        await uvicorn.Server(config).serve()


def main(
    maildir: Annotated[Path, typer.Option(help="The folder that keeps the mails.")],
    smtp_port: Annotated[int, typer.Option(help="Where mails are taken.")],
    http_port: Annotated[int, typer.Option(help="Where they are shown.")],
) -> None:
    """Take every mail by SMTP, keep it in a Maildir, show it on a page."""
    asyncio.run(serve(maildir, smtp_port, http_port))


if __name__ == "__main__":
    typer.run(main)
