"""The register: clusters and their membership of programmes. Events carry organisations' names, never persons'."""

from dataclasses import replace
from datetime import date
from functools import partial
from uuid import UUID, uuid5

from services.intake.application.commands import ChangeMembership, DescribeCluster, RegisterCluster
from services.intake.application.ports import EventStore, SlugTakenError
from services.intake.application.records import Cluster, Draft, Receipt, StoredEvent, Submission
from services.intake.application.write import EventWriter, check_origin
from services.intake.domain.days import not_before, not_future
from services.intake.domain.findings import Message
from shared.catalogue.findings import Finding, RefusedError, refuse
from shared.contracts.cluster import ClusterRegistered, ClusterUpdated, Fact, MembershipChanged
from shared.http.principal import Principal

CLUSTER_NAMESPACE = UUID("0c5f0f0e-7b0b-5c0a-8f55-3f6c2c1f2a90")
"""Namespace of cluster ids, so that a repeated registration is the same cluster. Never change it."""


def cluster_id(client: str, key: str) -> str:
    """Return the id of the cluster that `client` registers under the idempotency `key`."""
    return str(uuid5(CLUSTER_NAMESPACE, f"{client}\n{key}"))


class Clusters:
    """What can be done with the register."""

    def __init__(self, store: EventStore, writer: EventWriter) -> None:
        self._store, self._writer = store, writer

    async def register(self, submission: Submission, command: RegisterCluster) -> Receipt:
        """Enter a cluster; `submission.cluster` is its id to be.

        Raises:
            RefusedError: a date or the slug does not fit.
            KeyReusedError: see `write`.
        """
        check_origin(submission, command)
        first = await self._writer.first_answer(submission, ClusterRegistered)
        if first is not None:
            return first
        refuse(_check_description(command, self._writer.today()))
        description = _description(command)
        data = ClusterRegistered(slug=command.slug, **dict(description))
        cluster = Cluster(submission.cluster, command.slug, description, command.provenance, sequence=1)
        stored = self._finish(submission, command, data, cluster)
        try:
            return await self._writer.insert(submission, stored, partial(self._store.add_cluster, cluster))
        except SlugTakenError as error:
            raise RefusedError([Finding("/slug", Message.SLUG_TAKEN, {"slug": command.slug})]) from error

    async def update(self, submission: Submission, command: DescribeCluster) -> Receipt:
        """Replace the description of a cluster; raises as `register`, and `NotVisibleError`."""
        check_origin(submission, command)
        first = await self._writer.first_answer(submission, ClusterUpdated)
        if first is not None:
            return first
        refuse(_check_description(command, self._writer.today()))
        cluster = await self._writer.reserve(submission)
        data = _description(command)
        changed = replace(cluster, description=data, provenance=command.provenance or cluster.provenance)
        stored = self._finish(submission, command, data, changed)
        return await self._writer.insert(submission, stored, partial(self._store.change_description, changed))

    async def change_membership(self, submission: Submission, command: ChangeMembership) -> Receipt:
        """Record that a cluster joined or left a programme; raises as `update`."""
        check_origin(submission, command)
        first = await self._writer.first_answer(submission, MembershipChanged)
        if first is not None:
            return first
        refuse(_check_membership(command, self._writer.today()))
        day = command.left or command.joined or command.seen_on
        assert day is not None
        cluster = await self._writer.reserve(submission)
        data = MembershipChanged(**command.model_dump(exclude={"origin", "provenance"}))
        draft = Draft(data, day, (), command.origin, command.provenance)
        stored = self._writer.finish(submission, draft, cluster)
        add = partial(self._store.add_membership, cluster.id, data)
        return await self._writer.insert(submission, stored, add)

    async def visible(self, principal: Principal) -> list[Cluster]:
        """Return the clusters that the caller may know of."""
        return await self._store.list_clusters(principal.clusters)

    def _finish(
        self,
        submission: Submission,
        command: DescribeCluster,
        data: ClusterRegistered | ClusterUpdated,
        cluster: Cluster,
    ) -> StoredEvent:
        draft = Draft(data, command.on or self._writer.today(), (), command.origin, command.provenance)
        return self._writer.finish(submission, draft, cluster)


def _check_description(command: DescribeCluster, today: date) -> list[Finding]:
    findings = not_future("/founded", command.founded, today) + not_future("/on", command.on, today)
    for name, fact in command.facts.items():
        findings += not_future(f"/facts/{name}/seen_on", fact.seen_on, today)
    return findings


def _check_membership(command: ChangeMembership, today: date) -> list[Finding]:
    if command.joined is None and command.left is None and command.seen_on is None:
        return [Finding("", Message.JOINED_OR_LEFT)]
    findings = not_future("/joined", command.joined, today) + not_future("/left", command.left, today)
    findings += not_future("/seen_on", command.seen_on, today)
    return findings + not_before("/left", command.left, command.joined)


def _description(command: DescribeCluster) -> ClusterUpdated:
    facts = {
        name: Fact(value=fact.value, source=fact.source, seen_on=fact.seen_on, provenance=fact.provenance)
        for name, fact in command.facts.items()
    }
    return ClusterUpdated(
        names=command.names,
        sector=command.sector,
        founded=command.founded,
        coordinating_organisation=command.coordinating_organisation,
        facts=facts,
        target=command.target,
    )
