"""Which criteria a process works with."""

from collections.abc import Iterable

from prometheus_client import Gauge

from shared.catalogue.model import Catalogue

CATALOGUES = Gauge(
    "branda_catalogue_info", "1 for each catalogue that this process works with.", ["catalogue", "sha256"]
)


def show(catalogues: Iterable[Catalogue]) -> None:
    """Say that the process works with these, and with no other."""
    CATALOGUES.clear()
    for each in catalogues:
        CATALOGUES.labels(each.id, each.sha256[:12]).set(1)
