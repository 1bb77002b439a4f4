"""What any client of Branda does: get a token, post, read."""

import time
from collections.abc import Mapping
from typing import Any
from uuid import NAMESPACE_URL, uuid5

import httpx

from stack.credentials import Client
from stack.errors import StackError

Json = dict[str, Any]


class Api:
    """The public HTTP interfaces of one running Branda, as one of its client programs."""

    def __init__(self, addresses: Mapping[str, str], client: Client) -> None:
        self._addresses = addresses
        self._client = client
        self._http = httpx.Client(timeout=15, headers={"Accept-Language": "en"})
        self._token, self._token_until = "", 0.0

    def post(self, path: str, body: Json, key: str) -> Json:
        """Post to intake under a key made of `key`, so that a second demo on the same data stores nothing twice."""
        headers = {**self._bearer(), "Idempotency-Key": str(uuid5(NAMESPACE_URL, f"urn:branda:demo:{key}"))}
        answer = self._http.post(f"{self._addresses['intake']}{path}", json=body, headers=headers)
        return self._content(answer, f"POST {path}")

    def get(self, service: str, path: str, language: str = "en") -> Json:
        """Read from one of the services."""
        headers = {**self._bearer(), "Accept-Language": language}
        return self._content(self._http.get(f"{self._addresses[service]}{path}", headers=headers), f"GET {path}")

    def close(self) -> None:
        """Close the connections."""
        self._http.close()

    def _bearer(self) -> dict[str, str]:
        if time.monotonic() > self._token_until:
            answer = self._http.post(
                f"{self._addresses['intake']}/oauth/token",
                data={"grant_type": "client_credentials"},
                auth=(self._client["id"], self._client["secret"]),
            )
            token = self._content(answer, "POST /oauth/token")
            self._token = str(token["access_token"])
            self._token_until = time.monotonic() + token["expires_in"] / 2
        return {"Authorization": f"Bearer {self._token}"}

    @staticmethod
    def _content(answer: httpx.Response, what: str) -> Json:
        if answer.is_success:
            content: Json = answer.json()
            return content
        raise StackError(
            f"The demo's {what} was answered with {answer.status_code}:\n{answer.text[:2000]}",
            "This is a mistake in the demo's data or in Branda; the logs of the processes say more.",
        )
