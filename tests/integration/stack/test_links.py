"""A sign-in link is asked for the normal way: a token for the operator's credentials, then the link."""

import base64
import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from stack.credentials import Client
from stack.errors import StackError
from stack.links import sign_in_link
from stack.ports import LOOPBACK

OPERATOR = Client(id="operator", secret="s3cret", role="operator", clusters="*")


class Intake(BaseHTTPRequestHandler):
    """Answers as intake does; knows one client and one person."""

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["content-length"]))
        if self.path == "/oauth/token" and body == b"grant_type=client_credentials":
            known = base64.b64encode(b"operator:s3cret").decode()
            self.answer(200 if self.headers["authorization"] == f"Basic {known}" else 401, {"access_token": "t0ken"})
        elif self.path == "/internal/sign-in-links" and self.headers["authorization"] == "Bearer t0ken":
            asked = json.loads(body)
            found = asked["person"] == "p1"
            self.answer(201 if found else 404, {"url": f"https://example.org/sign-in?next={asked['next']}"})
        else:
            self.answer(403, {})

    def answer(self, status: int, content: dict[str, str]) -> None:
        self.send_response(status)
        self.end_headers()
        self.wfile.write(json.dumps(content).encode())

    def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
        """Say nothing."""


@pytest.fixture
def intake() -> Iterator[str]:
    with ThreadingHTTPServer((LOOPBACK, 0), Intake) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://{LOOPBACK}:{server.server_port}"
        server.shutdown()


def test_a_link_for_a_person_and_a_page(intake: str) -> None:
    assert sign_in_link(intake, OPERATOR, "p1", "/results/1") == "https://example.org/sign-in?next=/results/1"


def test_a_refusal_is_said_in_words(intake: str) -> None:
    with pytest.raises(StackError, match=r"No sign-in link: /internal/sign-in-links answered .*404"):
        sign_in_link(intake, OPERATOR, "nobody")
