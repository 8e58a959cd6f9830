"""Names of BPMN's XML: namespaces, and which element means what."""

from process_models.elements import ActivityKind, DataKind, EventKind, EventPosition, GatewayKind

MODEL = "http://www.omg.org/spec/BPMN/20100524/MODEL"
BPMNDI = "http://www.omg.org/spec/BPMN/20100524/DI"
DC = "http://www.omg.org/spec/DD/20100524/DC"
DI = "http://www.omg.org/spec/DD/20100524/DI"
XSI = "http://www.w3.org/2001/XMLSchema-instance"
XML = "http://www.w3.org/XML/1998/namespace"
MURMEL = "urn:murmel:bpmn:1"
ZEEBE = "http://camunda.org/schema/zeebe/1.0"

#: Namespaces of drafts of BPMN 2.0 that tools wrote before the standard was final; same element names.
DRAFTS = frozenset({"http://schema.omg.org/spec/BPMN/2.0", "http://www.omg.org/spec/BPMN/20100501/MODEL"})

ACTIVITIES = {str(kind): kind for kind in ActivityKind}
EVENTS = {str(position): position for position in EventPosition}
GATEWAYS = {str(kind): kind for kind in GatewayKind}
EVENT_DEFINITIONS = {str(kind): kind for kind in EventKind}
NODES = frozenset({*ACTIVITIES, *EVENTS, *GATEWAYS})
DATA = {str(kind): kind for kind in (DataKind.OBJECT, DataKind.STORE)}

#: What an event definition refers to: its attribute, and the root element's attributes that name it.
REFERENCES = {
    EventKind.MESSAGE: ("messageRef", "message", ("name",)),
    EventKind.SIGNAL: ("signalRef", "signal", ("name",)),
    EventKind.ERROR: ("errorRef", "error", ("errorCode", "name")),
    EventKind.ESCALATION: ("escalationRef", "escalation", ("escalationCode", "name")),
}

#: Elements without bearing on runs: they are kept in the document and named in a finding.
NOT_RUN = frozenset(
    {
        "choreography", "globalChoreographyTask", "choreographyTask", "subChoreography", "callChoreography",
        "conversation", "subConversation", "callConversation", "globalConversation", "conversationLink",
        "conversationAssociation", "textAnnotation", "group", "correlationKey", "correlationSubscription",
        "globalTask", "globalUserTask", "globalManualTask", "globalBusinessRuleTask", "globalScriptTask",
        "complexBehaviorDefinition", "relationship",
    }
)  # fmt: skip


def qualified(namespace: str, name: str) -> str:
    """A name in lxml's notation.

    >>> qualified("urn:murmel:bpmn:1", "label")
    '{urn:murmel:bpmn:1}label'
    """
    return f"{{{namespace}}}{name}"
