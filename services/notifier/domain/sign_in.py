"""A one-time link on its way to the person who asked for it (design 5)."""

from dataclasses import dataclass, field
from datetime import datetime

from services.notifier.domain.notice import Language


@dataclass(frozen=True)
class SignInMail:
    """What intake asks to be mailed. Whoever reads `url` or `code` can sign in: nothing of it is stored or logged."""

    id: str
    address: str = field(repr=False)
    name: str = field(repr=False)
    language: Language
    url: str = field(repr=False)
    code: str = field(repr=False)
    expires: datetime
