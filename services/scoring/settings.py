"""Scoring's settings, from the environment."""

from pathlib import Path

from shared.kafka.settings import KafkaSettings

REPOSITORY = Path(__file__).resolve().parents[2]


class Settings(KafkaSettings):
    """Read from `BRANDA_…`. Worker and web share the database; nobody else reads it."""

    mongo: str = "mongodb://127.0.0.1:27017/?replicaSet=rs0"
    """Connection string of a replica set, with user and TLS where it has them."""

    scoring_database: str = "branda_scoring"
    """Scoring's own database, of worker and web together."""

    catalogues: Path = REPOSITORY / "catalogues"
    """Folder of the criteria."""
