"""Evidence: attached and withdrawn. Addresses of links are never fetched, and never leave intake."""

from urllib.parse import urlsplit

from services.intake.application.commands import AttachEvidence, Withdraw
from services.intake.application.ports import Catalogues, EventStore
from services.intake.application.records import Draft, Receipt, Submission
from services.intake.application.references import check_evidence
from services.intake.application.texts import TextKeeper
from services.intake.application.write import (
    AlreadyWithdrawnError,
    EventWriter,
    NotAllowedError,
    NotVisibleError,
    check_origin,
)
from services.intake.domain.access import is_reviewer
from services.intake.domain.days import not_future
from services.intake.domain.findings import Message
from services.intake.domain.indicators import check_supports
from shared.catalogue.findings import Finding, refuse
from shared.catalogue.in_force import in_force
from shared.catalogue.indicators import check_indicators
from shared.contracts.records import EvidenceAttached, EvidenceWithdrawn


class Evidence:
    """What can be done with evidence."""

    def __init__(self, store: EventStore, writer: EventWriter, catalogues: Catalogues) -> None:
        self._store, self._writer, self._catalogues = store, writer, catalogues

    async def attach(self, submission: Submission, command: AttachEvidence) -> Receipt:
        """Record a link or a sighted paper, as of today.

        Raises:
            RefusedError, NotAllowedError, NotVisibleError, KeyReusedError: see `write`.
        """
        check_origin(submission, command)
        _check_vouching(submission, command)
        first = await self._writer.first_answer(submission, EvidenceAttached)
        if first is not None:
            return first
        refuse(self._check(command))
        texts = TextKeeper()
        texts.hold("/address", command.address)
        texts.hold("/title", command.title)
        data = EvidenceAttached(
            indicators=tuple(command.indicators),
            kind=command.kind,
            dated=command.dated,
            strength=command.strength,
            supports=command.supports,
        )
        draft = Draft(data, self._writer.today(), texts.held, command.origin, command.provenance)
        return await self._writer.record(submission, draft)

    def _check(self, command: AttachEvidence) -> list[Finding]:
        today = self._writer.today()
        findings = not_future("/dated", command.dated, today) + _check_address(command)
        catalogue = in_force(self._catalogues.known(), today)
        if catalogue is not None:
            findings += check_indicators("/indicators", command.indicators, catalogue)
            findings += check_supports("/supports", list(command.supports or ()), command.indicators, catalogue)
        return findings

    async def withdraw(self, submission: Submission, evidence: str, command: Withdraw) -> Receipt:
        """Take evidence back.

        Raises:
            NotVisibleError: it is missing or another cluster's.
            AlreadyWithdrawnError: another request took it back before.
        """
        first = await self._writer.first_answer(submission, EvidenceWithdrawn)
        if first is not None:
            return first
        if not await self._store.find_events(submission.cluster, EvidenceAttached.TYPE, [evidence]):
            raise NotVisibleError
        if await check_evidence(self._store, submission.cluster, {"": evidence}):
            raise AlreadyWithdrawnError
        texts = TextKeeper()
        texts.hold("/reason", command.reason)
        draft = Draft(EvidenceWithdrawn(evidence=evidence), self._writer.today(), texts.held)
        return await self._writer.record(submission, draft)


def _check_vouching(submission: Submission, command: AttachEvidence) -> None:
    """Only a reviewer has *seen* a paper held elsewhere, and only a reviewer verifies (`rules.md` 2)."""
    if is_reviewer(submission.principal.role):
        return
    named = {"/kind": command.kind == "sighted", "/strength": command.strength == "verified"}
    findings = [Finding(pointer, Message.REVIEWER_ONLY) for pointer, wrong in named.items() if wrong]
    if findings:
        raise NotAllowedError(findings)


def _check_address(command: AttachEvidence) -> list[Finding]:
    if command.kind != "link":
        return [Finding("/address", Message.ADDRESS_NOT_EXPECTED)] if command.address is not None else []
    if command.address is None:
        return [Finding("/address", Message.ADDRESS_NEEDED)]
    return [] if _is_link(command.address) else [Finding("/address", Message.NOT_A_LINK)]


def _is_link(address: str) -> bool:
    if any(character.isspace() or not character.isprintable() for character in address):
        return False
    try:
        parts = urlsplit(address)
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(parts.hostname)
