"""One-time sign-in links, made the normal way: intake issues them to the operator of this stack."""

import base64
import json
import urllib.error
import urllib.parse
import urllib.request
from typing import Any

from stack.credentials import Client
from stack.errors import StackError

SECONDS = 10


def sign_in_link(intake: str, operator: Client, person: str, next_page: str | None = None) -> str:
    """A link that signs `person` (an id of the register) in once and then opens `next_page`, a path or address.

    `intake` is its address. Good for 15 minutes; raises `StackError` if intake refuses.
    """
    token = _post(f"{intake}/oauth/token", b"grant_type=client_credentials", _form_headers(operator))
    headers = {"Authorization": f"Bearer {token['access_token']}", "Content-Type": "application/json"}
    answer = _post(
        f"{intake}/internal/sign-in-links", json.dumps({"person": person, "next": next_page}).encode(), headers
    )
    return str(answer["url"])


def _form_headers(client: Client) -> dict[str, str]:
    pair = ":".join(urllib.parse.quote(part, safe="") for part in (client["id"], client["secret"]))
    basic = base64.b64encode(pair.encode()).decode()
    return {"Authorization": f"Basic {basic}", "Content-Type": "application/x-www-form-urlencoded"}


def _post(url: str, body: bytes, headers: dict[str, str]) -> Any:
    request = urllib.request.Request(url, body, headers, method="POST")  # noqa: S310 - intake's own address
    try:
        with urllib.request.urlopen(request, timeout=SECONDS) as answer:  # noqa: S310 - the same
            return json.load(answer)
    except (urllib.error.URLError, OSError, ValueError) as error:
        raise StackError(
            f"No sign-in link: {urllib.parse.urlsplit(url).path} answered {error}.",
            "Look into the log of intake, and at `branda status`.",
        ) from error
