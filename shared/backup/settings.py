"""Which databases there are to keep."""

from pydantic_settings import BaseSettings, SettingsConfigDict

from shared.kafka.settings import SECRETS

SERVICES = ("intake", "scoring", "notifier")
"""Whose databases these are. Scoring's can be made again from topics, or from intake; its reviews only from topics."""


class BackupSettings(BaseSettings):
    """Read from `BRANDA_…`, as the processes do."""

    model_config = SettingsConfigDict(
        env_prefix="BRANDA_", extra="ignore", secrets_dir=SECRETS if SECRETS.is_dir() else None
    )

    mongo: str = "mongodb://127.0.0.1:27017/?replicaSet=rs0"
    intake_database: str = "branda_intake"
    scoring_database: str = "branda_scoring"
    notifier_database: str = "branda_notifier"

    def databases(self) -> dict[str, str]:
        """Return the name of each service's database, by service."""
        return {service: str(getattr(self, f"{service}_database")) for service in SERVICES}
