"""What can go wrong on one machine, always together with what to do about it."""


class StackError(Exception):
    """A problem in plain words and its remedy; the command prints both and stops without a traceback."""

    def __init__(self, problem: str, remedy: str) -> None:
        super().__init__(f"{problem}\n{remedy}")
        self.problem = problem
        self.remedy = remedy
