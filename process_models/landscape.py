"""Systems, roles and event topics across all models, and whether the models name only what there is."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from process_models.addresses import AttributeAddress, RoleId, SystemId, Topic
from process_models.collaboration import Collaboration
from process_models.dictionary import DataDictionary, Stream
from process_models.elements import Activity, Event, EventDefinition, FlowNode, Labels
from process_models.errors import ProcessModelError
from process_models.records import InvalidContent, Record, as_record, choice, nearest, read_yaml

_ORGANISATIONS = ("agent", "nsc", "maker", "partner", "authority", "customer")


class UnknownReference(ProcessModelError, KeyError):
    """No system, role or topic carries that id."""

    def __str__(self) -> str:
        # KeyError shows the repr of its argument; a sentence should read as a sentence.
        return str(self.args[0]) if self.args else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class System:
    """An application; `central` ones are the same everywhere, others differ by place.

    `market` is set where the system serves one market alone.
    """

    id: SystemId
    owner: RoleId
    stream: Stream
    central: bool
    market: str | None = None
    labels: Labels = field(default_factory=dict, hash=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Role:
    """Who does work or answers for something, in which organisation, and how to reach them."""

    id: RoleId
    organisation: str
    contact: str = ""
    labels: Labels = field(default_factory=dict, hash=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class EventTopic:
    """Events of one kind on the stream: who owns them, by what they are keyed, what they carry."""

    id: Topic
    key: AttributeAddress
    owner: SystemId
    stream: Stream
    payload: tuple[AttributeAddress, ...] = ()
    version: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class DanglingReference:
    """A reference that leads nowhere: where it stands, what it names, and what may have been meant."""

    where: str
    kind: str
    id: str
    hint: str = ""

    def __str__(self) -> str:
        return f"{self.where}: no {self.kind} '{self.id}'.{self.hint}"


@dataclass(frozen=True, kw_only=True)
class Landscape:
    """All systems, roles and topics, in the order of the file."""

    systems: tuple[System, ...]
    roles: tuple[Role, ...]
    topics: tuple[EventTopic, ...]

    @classmethod
    def load(cls, path: Path) -> Landscape:
        """The landscape of a file.

        Raises:
            InvalidContent: a field is missing or unknown, an id stands twice, or an owner is not there.
        """
        file = as_record(read_yaml(path), path.name).only("systems", "roles", "topics")
        landscape = cls(
            systems=tuple(_system(record) for record in file.records("systems")),
            roles=tuple(_role(record) for record in file.records("roles")),
            topics=tuple(_topic(record) for record in file.records("topics")),
        )
        landscape._refuse_contradictions(path.name)
        return landscape

    @cached_property
    def system_by_id(self) -> Mapping[SystemId, System]:
        """Systems by id."""
        return {system.id: system for system in self.systems}

    @cached_property
    def role_by_id(self) -> Mapping[RoleId, Role]:
        """Roles by id."""
        return {role.id: role for role in self.roles}

    @cached_property
    def topic_by_id(self) -> Mapping[Topic, EventTopic]:
        """Topics by id."""
        return {topic.id: topic for topic in self.topics}

    def system(self, id: str) -> System:
        """The system with that id.

        Raises:
            UnknownReference: there is none; the nearest is named.
        """
        if id not in self.system_by_id:
            raise UnknownReference(f"no system '{id}'.{nearest(id, self.system_by_id)}")
        return self.system_by_id[SystemId(id)]

    def role(self, id: str) -> Role:
        """The role with that id.

        Raises:
            UnknownReference: there is none; the nearest is named.
        """
        if id not in self.role_by_id:
            raise UnknownReference(f"no role '{id}'.{nearest(id, self.role_by_id)}")
        return self.role_by_id[RoleId(id)]

    def topic(self, id: str) -> EventTopic:
        """The topic with that id.

        Raises:
            UnknownReference: there is none; the nearest is named.
        """
        if id not in self.topic_by_id:
            raise UnknownReference(f"no topic '{id}'.{nearest(id, self.topic_by_id)}")
        return self.topic_by_id[Topic(id)]

    def dangling_in(self, model: Collaboration) -> tuple[DanglingReference, ...]:
        """What a model names that is not in the landscape, in document order."""
        return tuple(self._dangling_in(model))

    def foreign_systems_in(self, model: Collaboration, market: str | None) -> tuple[DanglingReference, ...]:
        """Nodes that run on a system of another market than the given one (of any market, where it is None)."""
        found = []
        for node in model.nodes:
            system = self.system_by_id.get(node.annotation.system or SystemId(""))
            if system is not None and system.market not in (None, market):
                where = f"{model.process_of.get(node.id, model.id)}#{node.id}"
                found.append(
                    DanglingReference(
                        where=where,
                        kind=f"use outside {system.market} allowed of system",
                        id=system.id,
                    )
                )
        return tuple(found)

    def dangling_attributes(self, dictionary: DataDictionary) -> tuple[DanglingReference, ...]:
        """Keys and payload of topics that the data dictionary does not have."""
        known = dictionary.attributes
        return tuple(
            DanglingReference(where=f"topic {topic.id}", kind="attribute", id=name, hint=nearest(name, known))
            for topic in self.topics
            for name in (topic.key, *topic.payload)
            if name not in known
        )

    def _dangling_in(self, model: Collaboration) -> Iterator[DanglingReference]:
        named: list[tuple[str, str, str | None]] = [(model.id, "role", model.owner)]
        named += [(f"{model.id}#{pool.id}", "role", pool.role) for pool in model.pools]
        named += [(f"{model.id}#{lane.id}", "role", lane.role) for process in model.processes for lane in process.lanes]
        for node in model.nodes:
            where = f"{model.process_of.get(node.id, model.id)}#{node.id}"
            named.append((where, "system", node.annotation.system))
            named += [(where, "topic", topic) for topic in topics_of(node)]
        known: Mapping[str, Iterable[str]] = {
            "system": self.system_by_id,
            "role": self.role_by_id,
            "topic": self.topic_by_id,
        }
        for where, kind, id in named:
            if id is not None and id not in known[kind]:
                yield DanglingReference(where=where, kind=kind, id=id, hint=nearest(id, known[kind]))

    def _refuse_contradictions(self, name: str) -> None:
        ids: Mapping[str, list[str]] = {
            "system": [system.id for system in self.systems],
            "role": [role.id for role in self.roles],
            "topic": [topic.id for topic in self.topics],
        }
        for kind, stated in ids.items():
            twice = [id for id, count in Counter(stated).items() if count > 1]
            if twice:
                raise InvalidContent(f"{name}: {kind} '{twice[0]}' stands twice; rename or remove one.")
        for system in self.systems:
            if system.owner not in ids["role"]:
                hint = nearest(system.owner, ids["role"])
                raise InvalidContent(f"{name}, system {system.id}: owner '{system.owner}' is no role.{hint}")
            if system.central and system.market is not None:
                raise InvalidContent(
                    f"{name}, system {system.id}: central, and for market {system.market} alone; keep one of the two."
                )
        for topic in self.topics:
            if topic.owner not in ids["system"]:
                hint = nearest(topic.owner, ids["system"])
                raise InvalidContent(f"{name}, topic {topic.id}: owner '{topic.owner}' is no system.{hint}")


def topics_of(node: FlowNode) -> tuple[Topic, ...]:
    """The topics a node puts events on or waits for, each once."""
    definitions: tuple[EventDefinition, ...] = ()
    if isinstance(node, Event):
        definitions = node.definitions
    elif isinstance(node, Activity) and node.message is not None:
        definitions = (node.message,)
    stated = [emission.topic for emission in node.annotation.emits]
    stated += [definition.topic for definition in definitions if definition.topic is not None]
    return tuple(dict.fromkeys(stated))


def _system(record: Record) -> System:
    record.only("id", "owner", "stream", "central", "market", "de", "en")
    return System(
        id=SystemId(record.text("id")),
        owner=RoleId(record.text("owner")),
        stream=choice(record, "stream", Stream),
        central=record.flag("central"),
        market=record.optional_text("market"),
        labels=record.own_labels(),
    )


def _role(record: Record) -> Role:
    record.only("id", "organisation", "contact", "de", "en")
    return Role(
        id=RoleId(record.text("id")),
        organisation=choice(record, "organisation", _ORGANISATIONS),
        contact=record.optional_text("contact") or "",
        labels=record.own_labels(),
    )


def _topic(record: Record) -> EventTopic:
    record.only("id", "key", "owner", "stream", "payload", "version")
    return EventTopic(
        id=Topic(record.text("id")),
        key=AttributeAddress(record.text("key")),
        owner=SystemId(record.text("owner")),
        stream=choice(record, "stream", Stream),
        payload=tuple(map(AttributeAddress, record.texts("payload"))),
        version=record.whole("version") if record.has("version") else 1,
    )
