"""What the environment says."""

from datetime import timedelta

import pytest
from pydantic import ValidationError

from services.notifier.settings import Settings


def test_the_environment_names_everything(monkeypatch: pytest.MonkeyPatch) -> None:
    variables = {
        "BRANDA_KAFKA": "kafka:9092",
        "BRANDA_MONGO": "mongodb://m/",
        "BRANDA_NOTIFIER_DATABASE": "n",
        "BRANDA_NOTIFIER_LEASE_SECONDS": "2",
        "BRANDA_SMTP_HOST": "relay",
        "BRANDA_SMTP_PORT": "2525",
        "BRANDA_SMTP_TLS": "none",
        "BRANDA_MAIL_SENDER": "Branda <branda@inolink.example>",
        "BRANDA_SERVICE_CLIENT_ID": "notifier-7",
        "BRANDA_SERVICE_CLIENT_SECRET": "s",
        "BRANDA_SCORING_URL": "http://10.0.0.5:8020",
    }
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    settings = Settings()
    assert (settings.kafka, settings.mongo, settings.notifier_database) == ("kafka:9092", "mongodb://m/", "n")
    assert (settings.smtp_host, settings.smtp_port, settings.smtp_tls) == ("relay", 2525, "none")
    assert settings.lease == timedelta(seconds=2)
    assert settings.result_page("c") == "http://10.0.0.5:8020/results/c"
    monkeypatch.setenv("BRANDA_PUBLIC_SCORING_URL", "https://branda.example/")
    assert Settings().result_page("c") == "https://branda.example/results/c"


def test_tls_is_required_unless_somebody_says_otherwise(monkeypatch: pytest.MonkeyPatch) -> None:
    assert Settings().smtp_tls == "required"
    monkeypatch.setenv("BRANDA_SMTP_TLS", "sometimes")
    with pytest.raises(ValidationError):
        Settings()


def test_secrets_do_not_show(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BRANDA_SERVICE_CLIENT_SECRET", "hush-hush")
    monkeypatch.setenv("BRANDA_SMTP_PASSWORD", "hush-hush")
    assert "hush" not in repr(Settings())
