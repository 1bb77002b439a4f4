"""What the use cases need from the world, as small as it serves."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol

from services.notifier.domain.decision import MailLog
from services.notifier.domain.delivery import Outcome
from services.notifier.domain.letter import Letter
from services.notifier.domain.message import Alarm, Message, State
from services.notifier.domain.notice import Language, Notice, NoticeState
from services.notifier.domain.sign_in import SignInMail
from shared.contracts.common import Level
from shared.contracts.readiness import HeldLabel, RequirementResult


class Clock(Protocol):
    """Tells the time, so that tests can."""

    def now(self) -> datetime:
        """Return the time, with its zone."""
        ...


class Alarms(Protocol):
    """Tells a person that something needs a look."""

    def sound(self, alarm: Alarm, **facts: str) -> None:
        """Report `alarm`; `facts` are ids and replies of servers, never addresses or texts."""
        ...


class NoticeStore(Protocol):
    """Keeps notices. Every method may raise `TransientError`: the store is away, do the same again later."""

    async def start(self, now: datetime) -> datetime:
        """Return `mail_from`: `now` on an empty database, and what was stored then ever after."""
        ...

    async def add(self, notices: Sequence[Notice], now: datetime) -> int:
        """Keep those whose event is not known yet, due at `now`, and return how many these are."""
        ...

    async def due_clusters(self, now: datetime, limit: int) -> list[str]:
        """Return clusters with an undecided notice that is due, longest due first."""
        ...

    async def hold(self, cluster: str, owner: str, now: datetime, until: datetime) -> bool:
        """Take the cluster for `owner`, so that two replicas never decide about it at once; False if it is taken."""
        ...

    async def release(self, cluster: str, owner: str) -> None:
        """Give the cluster back."""
        ...

    async def undecided(self, cluster: str) -> list[Notice]:
        """Return the cluster's notices that are `open` or `no_recipient`, by revision."""
        ...

    async def log(self, cluster: str, assessment: str | None) -> MailLog:
        """Return what was decided for the cluster and the assessment."""
        ...

    async def settle(self, event: str, state: NoticeState, reason: str, now: datetime) -> None:
        """Store that the notice is `expanded` or `suppressed`; it is never due again."""
        ...

    async def await_recipient(self, event: str, due: datetime) -> None:
        """Store that the notice is `no_recipient`, to be asked about again when `due`."""
        ...

    async def postpone(self, cluster: str, due: datetime) -> None:
        """Store that none of the cluster's undecided notices is due before `due`."""
        ...


@dataclass(frozen=True)
class Page:
    """A part of the list of messages, newest first; `cursor` asks for the next part, None: there is none."""

    messages: tuple[Message, ...]
    cursor: str | None


class MessageStore(Protocol):
    """Keeps messages. Every method may raise `TransientError`."""

    async def add(self, messages: Sequence[Message]) -> int:
        """Keep those whose id is not known yet, and return how many these are."""
        ...

    async def remove(self, message: str) -> None:
        """Forget the message: only for a `no_recipient` whose recipients have been found."""
        ...

    async def find(self, message: str) -> Message | None:
        """Return the message with this id."""
        ...

    async def due(self, now: datetime, limit: int) -> list[Message]:
        """Return messages with which something has to be done, longest due first."""
        ...

    async def save(self, message: Message) -> Message | None:
        """Store a changed message and return it as stored; None if somebody else changed it since it was read."""
        ...

    async def page(self, state: State | None, cluster: str | None, cursor: str | None, limit: int) -> Page:
        """Return a part of the list; raises `ValueError` for a cursor that this store did not make."""
        ...

    async def counts(self) -> dict[State, int]:
        """Return how many messages are in each state that has any."""
        ...


@dataclass(frozen=True)
class Recipient:
    """A person to tell, as intake says now."""

    person: str
    address: str
    language: Language
    name: str


@dataclass(frozen=True)
class ClusterFacts:
    """What the mail says about the cluster."""

    name_lt: str
    name_en: str
    synthetic: bool

    def name(self, language: Language) -> str:
        """Return the cluster's name in `language`."""
        return self.name_lt if language == "lt" else self.name_en


@dataclass(frozen=True)
class AssessmentFacts:
    """What the receipt says about the assessment."""

    number: str | None
    assessed_on: date
    submitted_at: datetime
    submitted_by: str | None
    answered: int
    unknown: int
    questions: int


class Intake(Protocol):
    """The register. Every method may raise `TransientError`: intake is away, ask again later."""

    async def recipients(self, cluster: str) -> list[Recipient] | None:
        """Return who is told about verdicts; None: intake does not know the cluster."""
        ...

    async def cluster(self, cluster: str) -> ClusterFacts | None:
        """Return the cluster's facts, or None."""
        ...

    async def assessment(self, assessment: str) -> AssessmentFacts | None:
        """Return the assessment's facts, or None."""
        ...


class NotKnownYetError(Exception):
    """A result names criteria that have not reached the notifier; they travel apart from results, and may be late."""


class Wording(Protocol):
    """The catalogue's sentences (design 1: there are none in results)."""

    def requirement(self, requirement: RequirementResult, language: Language) -> str:
        """Return the clause that explains its state; where it rests on an assumption, that word is in it."""
        ...

    def level(self, level: str, language: Language) -> str:
        """Return the name of a label."""
        ...

    def verdict(self, level: str, verdict: str, language: Language, to_confirm: int | None = None) -> str:
        """Return the verdict as the pages say it, without the level's name: whom to contact differs by level."""
        ...

    def held(self, label: HeldLabel, language: Language) -> str:
        """Return the state of a held label as one sentence, with its dates and where they are from."""
        ...

    def what_follows(self, level: Level, language: Language, *, renewal: bool = False) -> str:
        """Return whom to contact once nothing else is open, how long it takes and what it costs (`rules.md` 4)."""
        ...


@dataclass(frozen=True)
class Rendered:
    """A mail in words."""

    subject: str
    text: str
    html: str


class Letters(Protocol):
    """Puts a letter into words."""

    def render(self, letter: Letter) -> Rendered:
        """Return subject and both bodies in the letter's language."""
        ...


class MailSender(Protocol):
    """Hands one mail to the relay."""

    async def send(self, message: Message, before_dot: Callable[[], Awaitable[None]]) -> Outcome:
        """Try once, and say what became of it.

        `before_dot` is awaited when everything but the final dot has been written; if it raises, the dot is never
        written, the connection is cut and the exception comes out.
        """
        ...


class SignInLetters(Protocol):
    """The words of a sign-in mail."""

    def render(self, mail: SignInMail) -> Rendered:
        """Return subject and both bodies in the person's language."""
        ...
