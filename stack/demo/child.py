"""The demo as a process that ends: what it needs to load and check would stay in the runner's memory for good."""

import os
import subprocess
import sys

from stack.process import die_with_parent
from stack.runner import AfterStart, Context

LOOK_SECONDS = 0.2


def demo(*, leave: bool) -> AfterStart:
    """Return the hook: load, wait, print; `leave`: check and stop with exit code 0 or 1, else keep serving."""

    def after_start(context: Context) -> int | None:
        child = _start(context, leave)
        while child.poll() is None:
            if context.stopping.wait(LOOK_SECONDS):
                child.kill()
                child.wait()
                return None
        return child.returncode if leave or child.returncode else None

    return after_start


def _start(context: Context, leave: bool) -> "subprocess.Popen[bytes]":
    """Start it in a session of its own, so that Ctrl-C reaches only us, on the terminal that is ours."""
    options = ["--dir", str(context.directory.root), "--mail-page", context.mail_page, *(["--exit"] if leave else [])]
    return subprocess.Popen(
        [sys.executable, "-m", "stack.demo", *options],
        stdin=subprocess.DEVNULL,
        start_new_session=True,
        preexec_fn=die_with_parent(os.getpid()),
    )
