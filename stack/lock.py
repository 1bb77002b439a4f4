"""Write `kafka.lock` anew: `python -m stack.lock`. Needs the network; review the difference before committing it."""

import hashlib
import tempfile
from pathlib import Path

from jgo.maven import MavenContext

from stack.jars import LOCK

ROOTS = (
    "org.apache.kafka:kafka_2.13:4.3.1!",
    "org.apache.logging.log4j:log4j-slf4j-impl:2.25.4!",
    "org.apache.logging.log4j:log4j-core:2.25.4!",
)
"""The `!` keeps a root's own version table from overruling the others: log4j's would pull kafka-clients down to 3.9."""

HEADER = """\
# The jars of the embedded Kafka: coordinates, SHA-256, size in bytes. Written by `python -m stack.lock`.
"""


def resolve(repository: Path) -> list[str]:
    """One line per jar of the whole dependency tree, sorted."""
    context = MavenContext(repo_cache=repository, timeout=60)
    roots, transitive = context.resolver.resolve([context.create_dependency(root) for root in ROOTS])
    lines = []
    for artifact in (dependency.artifact for dependency in [*roots, *transitive]):
        content = Path(artifact.resolve()).read_bytes()
        coordinates = f"{artifact.groupId}:{artifact.artifactId}:{artifact.version}"
        lines.append(f"{coordinates} {hashlib.sha256(content).hexdigest()} {len(content)}")
    return sorted(lines)


def main() -> None:
    """Resolve in a fresh repository, so that no stale local file can enter the lock."""
    with tempfile.TemporaryDirectory() as repository:
        LOCK.write_text(HEADER + "".join(f"{line}\n" for line in resolve(Path(repository))))


if __name__ == "__main__":
    main()
