"""Which criteria a process works with."""

from prometheus_client import Gauge

CATALOGUES = Gauge(
    "branda_catalogue_info", "1 for each catalogue that this process has loaded.", ["catalogue", "sha256"]
)
