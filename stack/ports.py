"""Addresses on this machine: free ports, and whether one is taken."""

import socket
from contextlib import ExitStack

from stack.errors import StackError

LOOPBACK = "127.0.0.1"


def free_ports(count: int) -> list[int]:
    """`count` different ports nobody listens on at this moment."""
    with ExitStack() as held:
        sockets = [held.enter_context(socket.socket()) for _ in range(count)]
        for each in sockets:
            each.bind((LOOPBACK, 0))
        return [int(each.getsockname()[1]) for each in sockets]


def require_free(port: int, purpose: str) -> None:
    """Raise with a remedy if something else already listens on `port`."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((LOOPBACK, port))
        except OSError as error:
            raise StackError(
                f"Port {port}, meant for {purpose}, cannot be used: {error.strerror}.",
                "Stop the program that uses it (`branda down` if it is Branda), choose other ports with "
                "`--port-base 9010`, or let Branda pick free ones with `--port-base auto`.",
            ) from error


def listens(port: int) -> bool:
    """Whether somebody accepts connections on `port`."""
    try:
        with socket.create_connection((LOOPBACK, port), timeout=0.5):
            return True
    except OSError:
        return False
