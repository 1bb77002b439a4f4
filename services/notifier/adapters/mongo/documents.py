"""Notices and messages as stored documents. An absent `due` keeps finished ones out of the index of what is due."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from services.notifier.application.ports import Settlement
from services.notifier.domain.decision import ClusterLog
from services.notifier.domain.message import Content, Message, Step
from services.notifier.domain.notice import Notice
from shared.mongo import Document


def notice_document(notice: Notice, due: datetime) -> Document:
    """Return the document of a notice that was just taken."""
    return {
        "_id": notice.event,
        "cluster": notice.cluster,
        "assessment": notice.assessment,
        "revision": list(notice.revision),
        "order": notice.order,
        "cause": notice.cause,
        "current": notice.current,
        "imported": notice.imported,
        "business": notice.business,
        "recorded": notice.recorded,
        "verdicts": dict(notice.verdicts),
        "payload": notice.payload,
        "traceparent": notice.traceparent,
        "state": notice.state,
        "due": due,
    }


def to_notice(document: Document) -> Notice:
    """Return the notice in `document`."""
    return Notice(
        event=document["_id"],
        cluster=document["cluster"],
        assessment=document["assessment"],
        revision=tuple(document["revision"]),
        cause=document["cause"],
        current=document["current"],
        imported=document["imported"],
        business=document["business"],
        recorded=document["recorded"],
        verdicts=document["verdicts"],
        payload=document["payload"],
        state=document["state"],
        traceparent=document.get("traceparent"),
    )


def settlement_change(settlement: Settlement) -> Document:
    """Return the change of the notice's document."""
    if settlement.state == "no_recipient":
        return {"$set": {"state": settlement.state, "due": settlement.at}}
    decided = {"state": settlement.state, "reason": settlement.reason, "decided": settlement.at}
    return {"$set": decided, "$unset": {"due": ""}}


def cluster_log(groups: Sequence[Document]) -> ClusterLog:
    """Return the log of one cluster from what was decided about each of its assessments."""
    mailed = {group["_id"]["assessment"]: group["mailed"] for group in groups if group["mailed"] is not None}
    last = max(mailed.values(), key=lambda mail: (mail["decided"], mail["order"]), default=None)
    return ClusterLog(
        decided={group["_id"]["assessment"]: tuple(group["decided"]["revision"]) for group in groups},
        mailed=frozenset(mailed),
        verdicts=last["verdicts"] if last else None,
    )


def message_document(message: Message) -> Document:
    """Return the document of a new message."""
    content = message.content
    document: Document = {
        "_id": message.id,
        "notice": message.notice,
        "cluster": message.cluster,
        "assessment": message.assessment,
        "kind": message.kind,
        "person": message.person,
        "language": message.language,
        "created": message.created,
        "content": None if content is None else _content_document(content),
        **changing_fields(message),
        "version": message.version,
        "traceparent": message.traceparent,
    }
    if message.due is not None:
        document["due"] = message.due
    return document


def changing_fields(message: Message) -> Document:
    """Return the fields that an attempt changes, without `due` and `version`."""
    return {
        "state": message.state,
        "attempts": message.attempts,
        "first_attempt": message.first_attempt,
        "resent": message.resent,
        "history": [{"at": step.at, "state": step.state, "detail": step.detail} for step in message.history],
    }


def to_message(document: Document) -> Message:
    """Return the message in `document`."""
    content = document["content"]
    return Message(
        id=document["_id"],
        notice=document["notice"],
        cluster=document["cluster"],
        assessment=document["assessment"],
        kind=document["kind"],
        person=document["person"],
        language=document["language"],
        state=document["state"],
        created=document["created"],
        due=document.get("due"),
        content=None if content is None else Content(**content),
        attempts=document["attempts"],
        first_attempt=document["first_attempt"],
        resent=document["resent"],
        history=tuple(Step(**step) for step in document["history"]),
        version=document["version"],
        traceparent=document.get("traceparent"),
    )


def _content_document(content: Content) -> dict[str, Any]:
    return {
        "address": content.address,
        "name": content.name,
        "subject": content.subject,
        "text": content.text,
        "html": content.html,
        "dated": content.dated,
    }
