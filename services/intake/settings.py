"""Intake's settings, from the environment."""

from pathlib import Path

from pydantic_settings import SettingsConfigDict

from shared.kafka.settings import KafkaSettings
from shared.web.addresses import AddressSettings

REPOSITORY = Path(__file__).resolve().parents[2]


class Settings(KafkaSettings, AddressSettings):
    """Read from `BRANDA_…`."""

    model_config = SettingsConfigDict(env_prefix="BRANDA_", extra="ignore")

    mongo: str = "mongodb://127.0.0.1:27017/?replicaSet=rs0"
    intake_database: str = "branda_intake"
    catalogues: Path = REPOSITORY / "catalogues"
    signing_key: Path
    clients_file: Path | None = None
    issuer: str = "branda-intake"
