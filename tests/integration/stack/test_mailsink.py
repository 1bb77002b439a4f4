"""The mail catcher as the process that `branda up` runs: mail in by SMTP, out in a Maildir and on a page."""

import mailbox
import smtplib
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from email.message import EmailMessage
from pathlib import Path

import httpx
import pytest

from stack.ports import LOOPBACK, free_ports, listens
from stack.process import ManagedProcess, Program


@dataclass(frozen=True)
class Sink:
    maildir: Path
    smtp_port: int
    url: str
    pid: int

    def send(self, mail: EmailMessage) -> None:
        with smtplib.SMTP(LOOPBACK, self.smtp_port, timeout=5) as client:
            client.send_message(mail)

    def get(self, path: str, **headers: str) -> httpx.Response:
        return httpx.get(self.url + path, headers=headers, timeout=5)


@pytest.fixture(scope="module")
def sink(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Sink]:
    directory = tmp_path_factory.mktemp("sink")
    smtp_port, http_port = free_ports(2)
    options = f"--maildir {directory / 'mail'} --smtp-port {smtp_port} --http-port {http_port}".split()
    program = Program("mailsink", [sys.executable, "-m", "stack.mailsink", *options], ready=lambda: listens(http_port))
    process = ManagedProcess(program, directory)
    process.start()
    process.wait_ready()
    yield Sink(directory / "mail", smtp_port, f"http://{LOOPBACK}:{http_port}", process.pid or 0)
    process.stop()


def a_mail(subject: str) -> EmailMessage:
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = "Branda <branda@example.org>", "Rūta <ruta@example.org>", subject
    mail.set_content("Rezultatas: https://example.org/results/1\n")
    mail.add_alternative(
        "<html><head></head><body><b>Bronzinė žyma</b><script>x()</script></body></html>", subtype="html"
    )
    return mail


def test_a_mail_is_kept_and_shown_with_both_parts(sink: Sink) -> None:
    sink.send(a_mail("Žyma <script>"))

    (kept,) = [each for each in mailbox.Maildir(sink.maildir) if each["Delivered-To"] == "ruta@example.org"]
    assert kept["Return-Path"] == "<branda@example.org>"
    index = sink.get("/", **{"accept-language": "en"})
    assert "Mailbox" in index.text
    assert "Žyma &lt;script&gt;" in index.text
    page = sink.get(link_of_first_mail(index.text))
    assert "sandbox=" in page.text


def test_the_html_part_may_run_nothing(sink: Sink) -> None:
    sink.send(a_mail("html"))

    link = link_of_first_mail(sink.get("/").text).partition("?")[0]
    part = sink.get(f"{link}/html")

    assert "<b>Bronzinė žyma</b>" in part.text
    policy = part.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "sandbox" in policy
    assert "allow-scripts" not in policy


def test_the_mailbox_stays_small(sink: Sink) -> None:
    for number in range(40):
        sink.send(a_mail(f"{number}; action needed"))
    for _ in range(5):
        assert sink.get("/").status_code == 200
    status = Path(f"/proc/{sink.pid}/status").read_text(encoding="ascii")
    (kilobytes,) = [int(line.split()[1]) for line in status.splitlines() if line.startswith("VmRSS")]
    assert kilobytes < 60_000


@pytest.mark.parametrize("path", ["/mails/nope", "/mails/nope/html", "/mails/nope/source", "/mails/..%2fnew"])
def test_an_unknown_mail_is_not_found(sink: Sink, path: str) -> None:
    assert sink.get(path).status_code == 404


def test_a_foreign_host_name_is_refused(sink: Sink) -> None:
    assert sink.get("/", host="evil.example").status_code == 400


def link_of_first_mail(page: str) -> str:
    return "/mails/" + page.partition('href="/mails/')[2].partition('"')[0]
