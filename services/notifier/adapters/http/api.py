"""`/api/v1/messages`: what became of each message, for those who run the programme."""

from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request
from pydantic import BaseModel

from services.notifier.application.ports import MessageStore
from services.notifier.domain.message import Kind, Message, State
from services.notifier.domain.notice import Language
from shared.http.documented import problems
from shared.http.principal import Principal
from shared.http.problems import WRONG_PARAMETER, ProblemError, not_found
from shared.http.texts import FieldError

MAY_LIST = frozenset({"agency", "operator", "service"})
MAY_READ = frozenset({"agency"})
"""An operator has to see what became of a mail, not what it says about a cluster."""

PAGE = 50
LARGEST_PAGE = 200


class StepView(BaseModel):
    """One entry of a history."""

    at: datetime
    state: State
    detail: str


class MessageView(BaseModel):
    """A message without its text; `person` is a random id, and the address is never shown."""

    id: str
    notice: str
    cluster: str
    assessment: str | None
    kind: Kind
    person: str | None
    language: Language | None
    state: State
    created: datetime
    due: datetime | None
    attempts: int
    history: tuple[StepView, ...]


class MailView(BaseModel):
    """What was written."""

    subject: str
    text: str
    html: str


class FullMessageView(MessageView):
    """A message; `mail` is null for a role that may not read it, and for a message that has none."""

    mail: MailView | None


class MessagesView(BaseModel):
    """A part of the list, newest first; `next` is the cursor of the next part."""

    messages: tuple[MessageView, ...]
    next: str | None


async def reader(request: Request) -> Principal:
    """Return the caller if the role may see messages of all clusters; raises `ProblemError` 401 or 403."""
    principal: Principal = await request.app.state.notifier.bearer(request)
    if principal.role not in MAY_LIST or principal.clusters is not None:
        raise ProblemError(403)
    return principal


def message_store(request: Request) -> MessageStore:
    """Return the store of the running application."""
    store: MessageStore = request.app.state.notifier.messages
    return store


Store = Annotated[MessageStore, Depends(message_store)]
router = APIRouter(prefix="/api/v1/messages", tags=["messages"], responses=problems(403))


@router.get("", dependencies=[Depends(reader)])
async def list_messages(
    store: Store,
    state: State | None = None,
    cluster: Annotated[str | None, Query(max_length=64)] = None,
    cursor: Annotated[str | None, Query(max_length=200)] = None,
    limit: Annotated[int, Query(ge=1, le=LARGEST_PAGE)] = PAGE,
) -> MessagesView:
    """List messages, newest first."""
    try:
        page = await store.page(state, cluster, cursor, limit)
    except ValueError as error:
        raise ProblemError(400, errors=[FieldError("", WRONG_PARAMETER, {"name": "cursor"})]) from error
    return MessagesView(messages=tuple(_view(message) for message in page.messages), next=page.cursor)


@router.get("/{message}", responses=problems(404))
async def read_message(message: str, store: Store, principal: Annotated[Principal, Depends(reader)]) -> FullMessageView:
    """Return one message."""
    found = await store.find(message)
    if found is None:
        raise not_found()
    content = found.content if principal.role in MAY_READ else None
    mail = None if content is None else MailView(subject=content.subject, text=content.text, html=content.html)
    return FullMessageView(**_view(found).model_dump(), mail=mail)


def _view(message: Message) -> MessageView:
    return MessageView(
        id=message.id,
        notice=message.notice,
        cluster=message.cluster,
        assessment=message.assessment,
        kind=message.kind,
        person=message.person,
        language=message.language,
        state=message.state,
        created=message.created,
        due=message.due,
        attempts=message.attempts,
        history=tuple(StepView(at=step.at, state=step.state, detail=step.detail) for step in message.history),
    )
