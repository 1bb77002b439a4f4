"""What the use cases need from the world, as small as it serves."""

from collections.abc import Awaitable, Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol

from services.notifier.domain.decision import ClusterLog
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


@dataclass(frozen=True)
class Settlement:
    """What became of a notice: `expanded` or `suppressed` at `at` and never due again, or `no_recipient` until `at`."""

    event: str
    state: NoticeState
    reason: str
    at: datetime


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

    async def hold(self, clusters: Collection[str], owner: str, now: datetime, until: datetime) -> list[str]:
        """Take the clusters for `owner`, so that two replicas never decide about one at once; return those not taken
        by somebody else."""
        ...

    async def release(self, clusters: Collection[str], owner: str) -> None:
        """Give the clusters back."""
        ...

    async def undecided(self, clusters: Collection[str], now: datetime) -> list[Notice]:
        """Return the clusters' notices that are `open`, or `no_recipient` and due, by cluster and revision."""
        ...

    async def waiting(self, clusters: Collection[str], now: datetime) -> list[Notice]:
        """Return the clusters' notices that are `no_recipient` and not due yet, by cluster and revision."""
        ...

    async def log(self, asked: Collection[tuple[str, str]]) -> Mapping[str, ClusterLog]:
        """Return, by cluster, what was decided for these assessments (pairs of cluster and assessment), and the
        cluster's last mail; a cluster for which nothing was decided may be missing."""
        ...

    async def settle(self, settlements: Sequence[Settlement]) -> None:
        """Store what became of notices, in this order; what was decided before stays as it is."""
        ...

    async def postpone(self, clusters: Collection[str], due: datetime) -> None:
        """Store that none of the clusters' undecided notices is due before `due`."""
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


@dataclass(frozen=True)
class About:
    """What intake says of a cluster; without `facts` it does not know the cluster."""

    facts: ClusterFacts | None
    recipients: Sequence[Recipient]


class Intake(Protocol):
    """The register. Every method may raise `TransientError`: intake is away, ask again later."""

    async def about(self, clusters: Collection[str]) -> Mapping[str, About]:
        """Return what a mail says of each of the clusters, and who is told about verdicts.

        A cluster that is missing could not be told of now: ask again later. It hinders no other.
        """
        ...

    async def assessments(self, assessments: Collection[str]) -> Mapping[str, AssessmentFacts | None]:
        """Return the facts of each assessment, None for one that intake does not know; a missing one: ask again."""
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
