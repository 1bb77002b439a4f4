"""What a process must not load: each library here was found in the memory of one that never used it."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]
SERVERS = {"aiokafka", "faststream", "motor", "pymongo"}
WEB = {"fastapi", "httpx", "jinja2", "joserfc", "requests"}
LOADERS = {"babel", "cryptography", "jgo", "yaml"}

NEVER = {
    "from shared.cli import build; build()": SERVERS | WEB | LOADERS | {"asyncio", "pydantic", "rich"},
    "import stack.runner, stack.demo.child": SERVERS | WEB | LOADERS | {"asyncio", "psutil", "pydantic"},
    "import shared.kafka.commands, shared.kafka.topics": WEB | LOADERS | {"faststream", "motor", "pymongo"},
    "import services.scoring.web": {"aiokafka", "faststream"},
    "import services.scoring.worker": {"jinja2", "joserfc"},
}
"""By what a process does first: any command of `branda`, the runner, the topics job, scoring's two processes."""


@pytest.mark.parametrize("begins", NEVER)
def test_a_process_does_not_load_what_it_never_uses(begins: str) -> None:
    code = f"import sys; {begins}; print(*{{name.split('.')[0] for name in sys.modules}})"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT, check=True).stdout
    assert not NEVER[begins] & set(loaded.split())
