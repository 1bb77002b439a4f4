"""Why a fold cannot be done. The worker marks the cluster *blocked* with the reason (design 1); nothing is guessed."""


class DomainError(Exception):
    """Base: the fold cannot be done with this history, catalogue and date."""


class UnusableEventError(DomainError):
    """An event says something that the catalogue cannot read, or contradicts another with the same id."""

    def __init__(self, event: str, reason: str) -> None:
        super().__init__(f"event {event}: {reason}")
        self.event = event
        self.reason = reason


class UnknownAssessmentError(DomainError):
    """No assessment with this id exists, not withdrawn, on the date."""

    def __init__(self, assessment: str) -> None:
        super().__init__(f"no assessment {assessment} on this date")
        self.assessment = assessment


class UnknownCatalogueError(DomainError):
    """The assessment names a catalogue that is not loaded, or none was in force on the date."""


class UnknownConfirmationError(DomainError):
    """A result rests on more confirmations than are known."""


class UnknownLevelError(DomainError):
    """The catalogue has no such level."""


class UnusableCatalogueError(DomainError):
    """A catalogue lists requirements that cannot be judged together."""


class UnusableConfirmationError(DomainError):
    """A confirmation names what the catalogue does not have, or what nobody knows."""
