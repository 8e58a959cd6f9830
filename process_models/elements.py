"""Flow elements of BPMN 2.0 as frozen values: activities, events, gateways, sequence flows, data.

Values that BPMN names keep its spelling (`"exclusiveGateway"`), so that a reader can search the
standard (OMG formal/2011-01-03). Every element remembers the line of the file it was read from;
two elements that differ only in that are equal.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from enum import StrEnum
from types import MappingProxyType
from typing import TypeAlias

from process_models.addresses import AttributeAddress, ElementId, SystemId, Topic
from process_models.errors import InvalidElement

Labels: TypeAlias = Mapping[str, str]
NO_LABELS: Labels = MappingProxyType({})

#: FEEL as BPMN's `expressionLanguage` names it (DMN 1.3).
FEEL_LANGUAGE = "https://www.omg.org/spec/DMN/20191111/FEEL/"


class ActivityKind(StrEnum):
    """What does the work; the names are BPMN's element names."""

    TASK = "task"
    USER_TASK = "userTask"
    SERVICE_TASK = "serviceTask"
    SEND_TASK = "sendTask"
    RECEIVE_TASK = "receiveTask"
    MANUAL_TASK = "manualTask"
    BUSINESS_RULE_TASK = "businessRuleTask"
    SCRIPT_TASK = "scriptTask"
    SUB_PROCESS = "subProcess"
    TRANSACTION = "transaction"
    AD_HOC_SUB_PROCESS = "adHocSubProcess"
    CALL_ACTIVITY = "callActivity"


SCOPED_KINDS = frozenset({ActivityKind.SUB_PROCESS, ActivityKind.TRANSACTION, ActivityKind.AD_HOC_SUB_PROCESS})


class EventPosition(StrEnum):
    """Where an event stands; the names are BPMN's element names."""

    START = "startEvent"
    CATCH = "intermediateCatchEvent"
    THROW = "intermediateThrowEvent"
    BOUNDARY = "boundaryEvent"
    END = "endEvent"


class EventKind(StrEnum):
    """What an event definition waits for or causes; an event without definition is a none event."""

    MESSAGE = "messageEventDefinition"
    TIMER = "timerEventDefinition"
    ERROR = "errorEventDefinition"
    ESCALATION = "escalationEventDefinition"
    SIGNAL = "signalEventDefinition"
    CONDITIONAL = "conditionalEventDefinition"
    LINK = "linkEventDefinition"
    TERMINATE = "terminateEventDefinition"
    CANCEL = "cancelEventDefinition"
    COMPENSATION = "compensateEventDefinition"


class TimerKind(StrEnum):
    """How a timer's expression is meant; the names are BPMN's element names."""

    DATE = "timeDate"
    DURATION = "timeDuration"
    CYCLE = "timeCycle"


class GatewayKind(StrEnum):
    """How flows split and join; the names are BPMN's element names."""

    EXCLUSIVE = "exclusiveGateway"
    INCLUSIVE = "inclusiveGateway"
    PARALLEL = "parallelGateway"
    EVENT_BASED = "eventBasedGateway"
    COMPLEX = "complexGateway"


class RequirementKind(StrEnum):
    """Why a requirement exists: the four kinds every market's wish is sorted into."""

    MUST_HAVE = "must-have"
    REGULATORY = "regulatory"
    DIFFERENTIATING = "differentiating"
    LEGACY = "legacy"


@dataclass(frozen=True, slots=True, kw_only=True)
class Expression:
    """A condition or formula as the file states it; `language` is None where the file names none."""

    text: str
    language: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DurationInterval:
    """How long something takes, from experience: at least, usually, at most."""

    minimum: timedelta
    typical: timedelta
    maximum: timedelta

    def __post_init__(self) -> None:
        if not timedelta(0) <= self.minimum <= self.typical <= self.maximum:
            raise InvalidElement(
                f"duration {self.minimum} / {self.typical} / {self.maximum} is not in the order"
                " minimum, typical, maximum; order the three figures."
            )

    def plus(self, other: "DurationInterval") -> "DurationInterval":
        """One after the other."""
        return DurationInterval(
            minimum=self.minimum + other.minimum,
            typical=self.typical + other.typical,
            maximum=self.maximum + other.maximum,
        )

    def since(self, earlier: "DurationInterval") -> "DurationInterval":
        """What has passed since an earlier moment of the same run."""
        # Where the two moments lie on different branches, the quickest case need not be the shortest wait.
        passed = sorted(
            (
                self.minimum - earlier.minimum,
                self.typical - earlier.typical,
                self.maximum - earlier.maximum,
            )
        )
        return DurationInterval(minimum=passed[0], typical=passed[1], maximum=passed[2])

    def longer_of(self, other: "DurationInterval") -> "DurationInterval":
        """Side by side, waiting for both."""
        return DurationInterval(
            minimum=max(self.minimum, other.minimum),
            typical=max(self.typical, other.typical),
            maximum=max(self.maximum, other.maximum),
        )


NO_TIME = DurationInterval(minimum=timedelta(0), typical=timedelta(0), maximum=timedelta(0))


@dataclass(frozen=True, slots=True, kw_only=True)
class Write:
    """An attribute that an activity or event sets.

    `value` is the FEEL expression of what is written; None where the world decides (a person's
    choice, a measurement), in which case any value of the attribute's domain may come out.
    """

    attribute: AttributeAddress
    value: Expression | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Emission:
    """An event put on the stream: its topic and the attribute whose value is its key."""

    topic: Topic
    key: AttributeAddress


@dataclass(frozen=True, slots=True, kw_only=True)
class Requirement:
    """A requirement that an element fulfils."""

    id: str
    kind: RequirementKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Annotation:
    """What BPMN has no word for, said of one flow node or sequence flow.

    Lives in the extension namespace `urn:murmel:bpmn:1`, or in a side file. `decision` names the
    DMN decision a business rule task asks. `expected` says in a tester's words what is to be seen
    when the element has done its work.
    """

    system: SystemId | None = None
    reads: tuple[AttributeAddress, ...] = ()
    writes: tuple[Write, ...] = ()
    emits: tuple[Emission, ...] = ()
    requirements: tuple[Requirement, ...] = ()
    duration: DurationInterval | None = None
    decision: str | None = None
    labels: Labels = field(default_factory=dict, hash=False)
    documentation: Labels = field(default_factory=dict, hash=False)
    expected: Labels = field(default_factory=dict, hash=False)


NOTHING_SAID = Annotation()


@dataclass(frozen=True, slots=True, kw_only=True)
class EventDefinition:
    """What an event waits for or causes.

    `reference` is the name of the message, signal, error code or escalation code, or the link's
    name, or the activity to compensate: the name by which a throw and a catch find each other.
    `topic` and `key` say where a message travels on the event stream; `timer` tells a timer's date
    from its duration and its cycle.
    """

    kind: EventKind
    reference: str | None = None
    expression: Expression | None = None
    timer: TimerKind | None = None
    topic: Topic | None = None
    key: AttributeAddress | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Loop:
    """A loop marker: standard loop or multi-instance, sequential or parallel."""

    multi_instance: bool
    sequential: bool = True
    condition: Expression | None = None
    cardinality: Expression | None = None
    test_before: bool = False
    maximum: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Activity:
    """Work that is done: a task, a sub-process or a call of another process.

    `scope` is the id of the process or sub-process it stands in. A sub-process's own elements are
    those whose scope is its id. `called_element` is the process a call activity calls.
    """

    id: ElementId
    kind: ActivityKind
    scope: ElementId
    name: str = ""
    default: ElementId | None = None
    called_element: str | None = None
    triggered_by_event: bool = False
    for_compensation: bool = False
    loop: Loop | None = None
    message: EventDefinition | None = None
    annotation: Annotation = NOTHING_SAID
    line: int | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """Something that happens; no definition is a none event, several are a multiple event.

    `attached_to` is the activity of a boundary event. `interrupting` is False for boundary events
    and event sub-process starts that leave the work running. `parallel_multiple` waits for all.
    """

    id: ElementId
    position: EventPosition
    scope: ElementId
    name: str = ""
    definitions: tuple[EventDefinition, ...] = ()
    attached_to: ElementId | None = None
    interrupting: bool = True
    parallel_multiple: bool = False
    annotation: Annotation = NOTHING_SAID
    line: int | None = field(default=None, compare=False)

    def __post_init__(self) -> None:
        if (self.attached_to is not None) != (self.position is EventPosition.BOUNDARY):
            raise InvalidElement(
                f"{self.position} '{self.id}' is attached to '{self.attached_to}'; exactly the boundary events"
                " are attached to an activity. Attach it or change its kind."
            )

    def is_(self, kind: EventKind) -> bool:
        """Whether one of its definitions is of that kind."""
        return any(definition.kind is kind for definition in self.definitions)


# The XML schema gives only these three a `default` attribute.
MAY_HAVE_DEFAULT = frozenset({GatewayKind.EXCLUSIVE, GatewayKind.INCLUSIVE, GatewayKind.COMPLEX})


@dataclass(frozen=True, slots=True, kw_only=True)
class Gateway:
    """A node where sequence flows split or join; `default` is taken when no condition holds."""

    id: ElementId
    kind: GatewayKind
    scope: ElementId
    name: str = ""
    default: ElementId | None = None
    instantiates: bool = False
    parallel_events: bool = False
    activation: Expression | None = None
    annotation: Annotation = NOTHING_SAID
    line: int | None = field(default=None, compare=False)

    def __post_init__(self) -> None:
        if self.default is not None and self.kind not in MAY_HAVE_DEFAULT:
            raise InvalidElement(
                f"{self.kind} '{self.id}' has default flow '{self.default}'; BPMN allows a default"
                " only on exclusive, inclusive and complex gateways. Remove it or change the kind."
            )


FlowNode: TypeAlias = Activity | Event | Gateway


@dataclass(frozen=True, slots=True, kw_only=True)
class SequenceFlow:
    """The way from one flow node to the next, with its condition where it has one."""

    id: ElementId
    source: ElementId
    target: ElementId
    scope: ElementId
    name: str = ""
    condition: Expression | None = None
    annotation: Annotation = NOTHING_SAID
    line: int | None = field(default=None, compare=False)


class DataKind(StrEnum):
    """Kinds of data elements; the names are BPMN's element names."""

    OBJECT = "dataObjectReference"
    STORE = "dataStoreReference"
    INPUT = "dataInput"
    OUTPUT = "dataOutput"


@dataclass(frozen=True, slots=True, kw_only=True)
class DataElement:
    """A data object, store, input or output; `entity` is what the data dictionary calls it."""

    id: ElementId
    kind: DataKind
    scope: ElementId
    name: str = ""
    entity: str | None = None
    state: str | None = None
    is_collection: bool = False
    annotation: Annotation = NOTHING_SAID
    line: int | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class DataAssociation:
    """An activity or event reads a data element (`source` is data) or writes it (`target` is data)."""

    id: ElementId
    source: ElementId
    target: ElementId
    attributes: tuple[AttributeAddress, ...] = ()
    line: int | None = field(default=None, compare=False)


def label(element: FlowNode | SequenceFlow | DataElement, language: str) -> str:
    """The element's label in a language, else its name, else its id."""
    return element.annotation.labels.get(language) or element.name or element.id
