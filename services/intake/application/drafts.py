"""What is recorded of the past, checked and put together: the same for a first record and for its correction."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from services.intake.application.commands import RecordBenchmarking, RecordConsultancy, RecordLabel
from services.intake.application.ports import Catalogues, EventStore
from services.intake.application.records import Cluster, Draft
from services.intake.application.references import check_assessment, check_evidence
from services.intake.application.texts import TextKeeper
from services.intake.application.write import EventWriter
from services.intake.domain.days import last_day, not_before, not_future
from services.intake.domain.findings import Message
from shared.catalogue.findings import Finding, refuse
from shared.catalogue.in_force import in_force
from shared.catalogue.indicators import check_indicators
from shared.contracts.records import Attestation, BenchmarkingRecorded, ConsultancyRecorded, Label, LabelRecorded


class Drafts:
    """Every method raises `RefusedError` with a finding per field that does not fit."""

    def __init__(self, store: EventStore, writer: EventWriter, catalogues: Catalogues) -> None:
        self._store, self._writer, self._catalogues = store, writer, catalogues

    async def benchmarking(self, cluster: str, command: RecordBenchmarking) -> Draft:
        """Return an expert's interview."""
        today = self._writer.today()
        findings = not_future("/interview_on", command.interview_on, today, command.precision)
        findings += not_future("/report_on", command.report_on, today)
        findings += not_before("/report_on", command.report_on, command.interview_on, command.precision)
        findings += await check_assessment(self._store, cluster, "/snapshot", command.snapshot)
        refuse(findings)
        data = BenchmarkingRecorded(**command.model_dump(exclude={"origin", "provenance"}))
        day = min(last_day(command.interview_on, command.precision), today)
        return Draft(data, day, (), command.origin, command.provenance)

    async def consultancy(self, cluster: str, command: RecordConsultancy) -> Draft:
        """Return a session with an adviser."""
        findings = not_future("/session_on", command.session_on, self._writer.today())
        if Decimal(command.hours) <= 0:
            findings.append(Finding("/hours", Message.MORE_THAN, {"limit": 0}))
        catalogue = in_force(self._catalogues.known(), command.session_on)
        if catalogue is not None:
            findings += check_indicators("/indicators", command.indicators, catalogue)
        output = {"/output": command.output} if command.output else {}
        findings += await check_evidence(self._store, cluster, output)
        refuse(findings)
        texts = TextKeeper()
        data = ConsultancyRecorded(
            session_on=command.session_on,
            hours=command.hours,
            category=command.category,
            provider=command.provider,
            expert=command.expert,
            indicators=tuple(command.indicators),
            topic=texts.hold("/topic", command.topic),
            output=command.output,
        )
        return Draft(data, command.session_on, texts.held, command.origin, command.provenance)

    async def label(self, _cluster: str, command: RecordLabel) -> Draft:
        """Return an award; without a date its state stays unknown."""
        refuse(_check_label(command, self._writer.today()))
        attested = tuple(Attestation(on=item.on, source=item.source) for item in command.attested)
        data = LabelRecorded(
            level=command.level,
            awarded=command.awarded,
            precision=command.precision,
            valid_until=command.valid_until,
            certificate=command.certificate,
            attested=attested,
        )
        return Draft(data, _label_day(command, self._writer.today()), (), command.origin, command.provenance)


def _check_label(command: RecordLabel, today: date) -> list[Finding]:
    findings = not_future("/awarded", command.awarded, today, command.precision)
    findings += not_before("/valid_until", command.valid_until, command.awarded, command.precision)
    for number, attestation in enumerate(command.attested):
        findings += not_future(f"/attested/{number}/on", attestation.on, today)
    return findings


def _label_day(command: RecordLabel, today: date) -> date:
    """The award's last possible day; without one the earliest day on which somebody says that the label is held."""
    if command.awarded is not None:
        return min(last_day(command.awarded, command.precision), today)
    return min((item.on for item in command.attested), default=today)


def label_warnings(data: Label, cluster: Cluster) -> Sequence[Finding]:
    """A certificate older than the cluster is a warning: a new legal entity may inherit (`rules.md` 5)."""
    founded = cluster.description.founded
    if data.awarded is None:
        return [Finding("/awarded", Message.NO_AWARD_DATE)]
    if founded is None or last_day(data.awarded, data.precision) >= founded:
        return []
    return [Finding("/awarded", Message.LABEL_BEFORE_FOUNDING, {"founded": founded.isoformat()})]
