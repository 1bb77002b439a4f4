"""Intake's settings, from the environment."""

from pathlib import Path

from pydantic_settings import SettingsConfigDict

from shared.kafka.settings import KafkaSettings

REPOSITORY = Path(__file__).resolve().parents[2]


class Settings(KafkaSettings):
    """Read from `BRANDA_…`. Public addresses are those that people's browsers use; internal ones unless said."""

    model_config = SettingsConfigDict(env_prefix="BRANDA_", extra="ignore")

    mongo: str = "mongodb://127.0.0.1:27017/?replicaSet=rs0"
    intake_database: str = "branda_intake"
    catalogues: Path = REPOSITORY / "catalogues"
    signing_key: Path
    clients_file: Path | None = None
    issuer: str = "branda-intake"
    intake_url: str = "http://127.0.0.1:8010"
    scoring_url: str = "http://127.0.0.1:8020"
    notifier_url: str = "http://127.0.0.1:8030"
    public_intake_url: str = ""
    public_scoring_url: str = ""
    public_notifier_url: str = ""

    @property
    def public(self) -> tuple[str, str, str]:
        """The addresses of intake, scoring and notifier for browsers, without a trailing slash."""
        pairs = (
            (self.public_intake_url, self.intake_url),
            (self.public_scoring_url, self.scoring_url),
            (self.public_notifier_url, self.notifier_url),
        )
        intake, scoring, notifier = ((public or internal).rstrip("/") for public, internal in pairs)
        return intake, scoring, notifier
