"""Where traces go."""

import os

from pydantic_settings import BaseSettings, SettingsConfigDict

STANDARD = ("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", "OTEL_EXPORTER_OTLP_ENDPOINT")
"""OpenTelemetry's own names; a deployment that sets them for all its programs need not say it again."""


class TelemetrySettings(BaseSettings):
    """Read from `BRANDA_…` by every process.

    Without a collector, and without OpenTelemetry's own variables, nothing is recorded; the trace's id travels along.
    """

    model_config = SettingsConfigDict(env_prefix="BRANDA_", extra="ignore", use_attribute_docstrings=True)

    otlp_endpoint: str = ""
    """Base address of an OpenTelemetry collector (`http://collector:4318`); without one no spans are recorded."""

    def traces_address(self) -> str | None:
        """Return where spans are posted to; `None`: nowhere."""
        if self.otlp_endpoint:
            return f"{self.otlp_endpoint.rstrip('/')}/v1/traces"
        traces, base = (os.environ.get(name, "") for name in STANDARD)
        return traces or (f"{base.rstrip('/')}/v1/traces" if base else None)
