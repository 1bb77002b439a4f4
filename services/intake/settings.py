"""Intake's settings, from the environment."""

from pathlib import Path

from pydantic_settings import SettingsConfigDict

from shared.kafka.settings import KafkaSettings
from shared.web.addresses import AddressSettings

REPOSITORY = Path(__file__).resolve().parents[2]


class Settings(KafkaSettings, AddressSettings):
    """Read from `BRANDA_…`."""

    model_config = SettingsConfigDict(env_prefix="BRANDA_", extra="ignore", use_attribute_docstrings=True)

    mongo: str = "mongodb://127.0.0.1:27017/?replicaSet=rs0"
    """Connection string of a replica set, with user and TLS where it has them."""

    intake_database: str = "branda_intake"
    """Intake's own database."""

    catalogues: Path = REPOSITORY / "catalogues"
    """Folder of the criteria."""

    signing_key: Path
    """PEM file with the Ed25519 private key that signs access tokens; the same for all replicas."""

    clients_file: Path | None = None
    """JSON file with the programs that may obtain tokens; read again when it changes."""

    issuer: str = "branda-intake"
    """Name in every token; the same everywhere."""
