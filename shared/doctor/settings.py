"""Where the doctor looks."""

from pathlib import Path

from shared.kafka.settings import KafkaSettings
from shared.web.addresses import AddressSettings


class DoctorSettings(KafkaSettings, AddressSettings):
    """Read from `BRANDA_…`, as the processes do."""

    mongo: str = "mongodb://127.0.0.1:27017/?replicaSet=rs0"
    """Connection string of a replica set, with user and TLS where it has them."""

    catalogues: Path = Path(__file__).parents[2] / "catalogues"
    """Folder of the criteria."""

    worker_url: str = "http://127.0.0.1:8021"
    """Where the scoring worker's probes are."""

    def processes(self) -> dict[str, str]:
        """Return the base address of each process."""
        return {
            "intake": self.intake_url,
            "scoring": self.scoring_url,
            "worker": self.worker_url,
            "notifier": self.notifier_url,
        }
