"""The mailbox of a house."""

import email.policy
import mailbox
from email.message import EmailMessage
from email.parser import BytesParser

from tests.support.house import House


def mails_about(house: House, cluster: str) -> list[EmailMessage]:
    """Return the mails that link to the page of a cluster."""
    parser = BytesParser(EmailMessage, policy=email.policy.default)
    found = [parser.parsebytes(mail.as_bytes()) for mail in mailbox.Maildir(house.directory.mail, create=False)]
    return [mail for mail in found if f"/results/{cluster}" in mail.get_body(("plain",)).get_content()]  # type: ignore[union-attr]  # every mail of ours has a text
