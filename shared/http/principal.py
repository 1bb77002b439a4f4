"""Who is asking: a person behind a session, or a program behind a token."""

from dataclasses import dataclass
from typing import Literal

from shared.contracts.envelope import ActorRole


@dataclass(frozen=True)
class Principal:
    """The caller. `clusters` is None for all clusters; `id` is random, never a name or an address."""

    id: str
    role: ActorRole
    clusters: frozenset[str] | None
    kind: Literal["person", "client"]

    @property
    def sees_all(self) -> bool:
        """Whether the caller may see every cluster."""
        return self.clusters is None

    def may_see(self, cluster: str) -> bool:
        """Say whether the caller may know that `cluster` exists; if not, the answer is the 404 of a missing one."""
        return self.clusters is None or cluster in self.clusters
