"""Tells Branda what happened to one fictional cluster, in the order in which it happened."""

import time
from datetime import date
from typing import Any

from stack.demo.api import Api, Json
from stack.errors import StackError

SYNTHETIC: Json = {"provenance": "synthetic"}
IMPORTED: Json = {**SYNTHETIC, "origin": "import"}
"""The file that a cluster brings with it, kept before the programme used Branda: never mailed."""

PATIENCE = 60.0
"""Seconds until everything sent before an assessment must be scored; one is usual."""


class Fictional:
    """One file of `data/fictional`; `sets`: whole sets of answers by name."""

    def __init__(self, api: Api, data: Json, sets: Json, today: date) -> None:
        self.data, self.slug = data, data["cluster"]["slug"]
        self._api, self._sets, self._day = api, sets, f"{self.slug}/{today}"
        self._kept: Json = IMPORTED if "past" in data else SYNTHETIC
        self._sent = 0

    def is_there(self, cluster: str) -> bool:
        """Say whether an earlier demo has told it: a second time would be a second history beside the first."""
        result = self._api.get("scoring", f"/api/v1/results/{cluster}")
        return bool(result.get("assessment")) or result.get("passport", {}).get("events", 0) > 1

    def send(self, cluster: str, submitter: str) -> int:
        """Send every record; returns how many events they are. `submitter`: in whose name the assessments come."""
        data, path = self.data, f"/api/v1/clusters/{cluster}"
        past = {name: self._past(path, name, told) for name, told in data.get("past", {}).items()}
        for number, interview in enumerate(data.get("benchmarkings", ())):
            snapshot = {"snapshot": past[interview["snapshot"]]} if "snapshot" in interview else {}
            self._post(f"{path}/benchmarkings", {**interview, **snapshot, **self._kept}, f"benchmarking/{number}")
        for number, label in enumerate(data.get("labels", ())):
            self._label(path, label, f"label/{number}")
        evidence = {name: self._evidence(path, name, proof) for name, proof in data.get("evidence", {}).items()}
        for number, session in enumerate(data.get("consultancy", ())):
            output = {"output": evidence[session["output"]]} if "output" in session else {}
            self._post(f"{path}/consultancy-records", {**session, **output, **self._kept}, f"consultancy/{number}")
        for number, step in enumerate(data.get("steps", ())):
            self._post(f"{path}/labelling-steps", {**step, **SYNTHETIC}, f"step/{number}")
        if "assessment" in data:
            self._until_scored(cluster)
            body = {"catalogue": "ecei@1", **data["assessment"], **SYNTHETIC, "on_behalf_of": submitter}
            body["answers"] = self._answers(body["answers"], evidence)
            self._post(f"{path}/assessments", body, "assessment")
        return self._sent

    def _until_scored(self, cluster: str) -> None:
        """Wait until everything sent is in a result: people take longer, and a mail would tell of half a file."""
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline:
            result = self._api.get("scoring", f"/api/v1/results/{cluster}")
            if result.get("passport", {}).get("events", 0) > self._sent:
                return
            time.sleep(0.1)
        raise StackError(
            f"{self.slug}: what was sent is not scored after {PATIENCE:.0f} s.",
            "`branda status` shows which process is not ready; its log says why.",
        )

    def _past(self, path: str, name: str, told: Json) -> str:
        body = {
            "catalogue": "ecei@1",
            "language": "lt",
            "assessed_on": told["assessed_on"],
            "answers": self._answers(told["answers"], {}),
        }
        identity = self._post(f"{path}/assessments", {**body, **self._kept}, f"past/{name}")
        if "withdrawn" in told:
            self._post(f"{path}/assessments/{identity}/withdrawal", {"reason": told["withdrawn"]}, f"withdrawn/{name}")
        return identity

    def _label(self, path: str, label: Json, key: str) -> None:
        recorded = {name: value for name, value in label.items() if name != "corrected"}
        identity = self._post(f"{path}/labels", {**recorded, **self._kept}, key)
        if "corrected" in label:
            self._post(f"{path}/labels/{identity}/correction", {**label["corrected"], **self._kept}, f"{key}/corrected")

    def _evidence(self, path: str, name: str, proof: Json) -> str:
        indicators = [item for item in self._sets["basic"] if item[0].isdigit()]
        every = {"indicators": indicators} if proof["indicators"] == "all" else {}
        return self._post(f"{path}/evidence", {**proof, **every, **self._kept}, f"evidence/{name}")

    def _answers(self, told: Json, evidence: dict[str, str]) -> Json:
        """Return whole answers: a set with changes, or as they are; ids that intake gave in place of proofs' names."""
        given = {**self._sets[told["like"]], **told.get("but", {})} if "like" in told else told

        def answer(item: Any) -> Any:
            return {**item, "evidence": [evidence[name] for name in item["evidence"]]} if "evidence" in item else item

        return {question: answer(item) for question, item in given.items()}

    def _post(self, path: str, body: Json, key: str) -> str:
        self._sent += 1
        return str(self._api.post(path, body, f"{self._day}/{key}")["id"])
