"""A message as the bytes that go over the wire (RFC 5322, multipart/alternative)."""

from email.errors import HeaderParseError
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP

from services.notifier.domain.message import Content, Message


class UnsendableError(ValueError):
    """The stored mail cannot become a message: a line break in a header, or no address where one must be."""


def build_mime(message: Message, content: Content, sender: Address) -> bytes:
    """Return the whole message; the same message always gives the same bytes.

    Raises:
        UnsendableError: an address or a header would let somebody add headers of their own.
    """
    mail = EmailMessage(policy=SMTP)
    try:
        mail["From"] = sender
        mail["To"] = _mailbox(_one_line(content.name), _one_line(content.address))
        mail["Subject"] = _one_line(content.subject)
        mail["Date"] = content.dated
        mail["Message-ID"] = f"<{message.id}@{sender.domain}>"
        if message.assessment is not None:
            mail["References"] = f"<{message.assessment}@{sender.domain}>"
        mail["Auto-Submitted"] = "auto-generated"
    except UnsendableError:
        raise
    except (HeaderParseError, ValueError, IndexError) as error:
        raise UnsendableError(f"a header cannot be written: {type(error).__name__}") from error
    mail.set_content(content.text, cte="quoted-printable")
    mail.add_alternative(content.html, subtype="html", cte="quoted-printable")
    mail.set_boundary(f"branda-{message.id}")
    mail["Content-Language"] = message.language or ""  # last: setting the content clears all Content headers
    return mail.as_bytes()


def _mailbox(name: str, address: str) -> Address:
    mailbox = Address(name, addr_spec=address)
    if not mailbox.username or not mailbox.domain:
        raise UnsendableError("there is no mail address")
    return mailbox


def _one_line(text: str) -> str:
    if any(character < " " or character in "\x7f\x85\u2028\u2029" for character in text):
        raise UnsendableError("a header text contains a control character")
    return text
