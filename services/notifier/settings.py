"""What the notifier is told by its environment."""

import ssl
from datetime import timedelta
from email.errors import MessageError
from email.headerregistry import Address
from email.utils import parseaddr
from pathlib import Path
from typing import Annotated, Literal

from pydantic import AfterValidator, Field, SecretStr

from shared.kafka.settings import KafkaSettings


def mail_address(text: str) -> Address:
    """Return the sender in `Branda <branda@example.org>`; raises `ValueError` if there is none."""
    name, address = parseaddr(text)
    try:
        parsed = Address(name, addr_spec=address)
    except (MessageError, ValueError, IndexError) as error:
        raise ValueError(f"not a mail address: {text!r}") from error
    if not parsed.username or not parsed.domain or not parsed.addr_spec.isascii():
        raise ValueError(f"not a mail address: {text!r}")
    return parsed


def _checked(text: str) -> str:
    mail_address(text)
    return text


class Settings(KafkaSettings):
    """Read from `BRANDA_…`. `notifier_lease_seconds`: how soon a dead process's message is taken up again."""

    mongo: str = "mongodb://127.0.0.1:27017/?replicaSet=rs0"
    """Connection string of a replica set, with user and TLS where it has them."""

    notifier_database: str = "branda_notifier"
    """The notifier's own database."""

    notifier_lease_seconds: float = Field(default=15.0, gt=0)
    """Seconds after which a dead process's message is taken up again."""

    notifier_senders: int = Field(default=2, ge=1, le=16)
    """Mails under way at once, each on a connection of its own."""

    intake_url: str = "http://127.0.0.1:8010"
    """Where the other processes reach intake."""

    scoring_url: str = "http://127.0.0.1:8020"
    """Where the other processes reach scoring's pages and API."""

    public_scoring_url: str | None = None
    """Scoring's address in people's browsers, if another."""

    service_client_id: str = "notifier"
    """This process's entry in the clients file."""

    service_client_secret: SecretStr = SecretStr("")
    """The secret of the entry `BRANDA_SERVICE_CLIENT_ID`."""

    issuer: str = "branda-intake"
    """Name in every token; the same everywhere."""

    catalogues: Path = Path("catalogues")
    """Folder of the criteria."""

    smtp_host: str = "127.0.0.1"
    """The mail relay."""

    smtp_port: int = Field(default=587, ge=1, le=65535)
    """Port of the mail relay."""

    smtp_tls: Literal["required", "none"] = "required"
    """`required`: STARTTLS with a valid certificate, or nothing is sent."""

    smtp_user: str | None = None
    """User at the relay, if it wants one."""

    smtp_password: SecretStr | None = None
    """Password of `BRANDA_SMTP_USER`."""

    smtp_ca: Path | None = None
    """Certificate authority of the relay, if not one of the system's."""

    smtp_seconds: float = Field(default=30.0, gt=0)
    """Seconds that the relay may take for one reply."""

    mail_sender: Annotated[str, AfterValidator(_checked)] = "Branda <branda@branda.example>"
    """Who mails come from: `Name <address>`, ASCII in the address."""

    @property
    def lease(self) -> timedelta:
        """The lease as a length of time."""
        return timedelta(seconds=self.notifier_lease_seconds)

    def result_page(self, cluster: str) -> str:
        """Return the address of a cluster's result page, as the reader of a mail reaches it."""
        return f"{(self.public_scoring_url or self.scoring_url).rstrip('/')}/results/{cluster}"

    def smtp_context(self) -> ssl.SSLContext:
        """Return how the relay's certificate is judged: by the system's authorities, or by `smtp_ca` alone."""
        return ssl.create_default_context(cafile=str(self.smtp_ca) if self.smtp_ca else None)
