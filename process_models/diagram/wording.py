"""What elements are called in a drawing's titles, in German and English."""

from process_models.elements import (
    Activity,
    ActivityKind,
    DataElement,
    DataKind,
    EventKind,
    EventPosition,
    FlowNode,
    Gateway,
    GatewayKind,
)

_ACTIVITIES = {
    ActivityKind.TASK: ("Task", "Aufgabe"),
    ActivityKind.USER_TASK: ("User task", "Benutzeraufgabe"),
    ActivityKind.SERVICE_TASK: ("Service task", "Systemaufgabe"),
    ActivityKind.SEND_TASK: ("Send task", "Sendeaufgabe"),
    ActivityKind.RECEIVE_TASK: ("Receive task", "Empfangsaufgabe"),
    ActivityKind.MANUAL_TASK: ("Manual task", "Manuelle Aufgabe"),
    ActivityKind.BUSINESS_RULE_TASK: ("Business rule task", "Geschäftsregelaufgabe"),
    ActivityKind.SCRIPT_TASK: ("Script task", "Skriptaufgabe"),
    ActivityKind.SUB_PROCESS: ("Sub-process", "Teilprozess"),
    ActivityKind.TRANSACTION: ("Transaction", "Transaktion"),
    ActivityKind.AD_HOC_SUB_PROCESS: ("Ad-hoc sub-process", "Ad-hoc-Teilprozess"),
    ActivityKind.CALL_ACTIVITY: ("Call activity", "Aufrufaktivität"),
}
_POSITIONS = {
    EventPosition.START: ("Start event", "Startereignis"),
    EventPosition.CATCH: ("Intermediate catch event", "Eintretendes Zwischenereignis"),
    EventPosition.THROW: ("Intermediate throw event", "Auslösendes Zwischenereignis"),
    EventPosition.BOUNDARY: ("Boundary event", "Angeheftetes Ereignis"),
    EventPosition.END: ("End event", "Endereignis"),
}
_EVENTS = {
    EventKind.MESSAGE: ("message", "Nachricht"),
    EventKind.TIMER: ("timer", "Zeit"),
    EventKind.ERROR: ("error", "Fehler"),
    EventKind.ESCALATION: ("escalation", "Eskalation"),
    EventKind.SIGNAL: ("signal", "Signal"),
    EventKind.CONDITIONAL: ("condition", "Bedingung"),
    EventKind.LINK: ("link", "Verknüpfung"),
    EventKind.TERMINATE: ("terminate", "Terminierung"),
    EventKind.CANCEL: ("cancel", "Abbruch"),
    EventKind.COMPENSATION: ("compensation", "Kompensation"),
}
_GATEWAYS = {
    GatewayKind.EXCLUSIVE: ("Exclusive gateway", "Exklusives Gateway"),
    GatewayKind.INCLUSIVE: ("Inclusive gateway", "Inklusives Gateway"),
    GatewayKind.PARALLEL: ("Parallel gateway", "Paralleles Gateway"),
    GatewayKind.EVENT_BASED: ("Event-based gateway", "Ereignisbasiertes Gateway"),
    GatewayKind.COMPLEX: ("Complex gateway", "Komplexes Gateway"),
}
_DATA = {
    DataKind.OBJECT: ("Data object", "Datenobjekt"),
    DataKind.STORE: ("Data store", "Datenspeicher"),
    DataKind.INPUT: ("Data input", "Dateneingang"),
    DataKind.OUTPUT: ("Data output", "Datenausgang"),
}


def kind_in_words(element: FlowNode | DataElement, language: str) -> str:
    """What kind of element it is, for readers who do not see the icon."""
    column = 1 if language == "de" else 0
    if isinstance(element, Activity):
        return _ACTIVITIES[element.kind][column]
    if isinstance(element, Gateway):
        return _GATEWAYS[element.kind][column]
    if isinstance(element, DataElement):
        return _DATA[element.kind][column]
    kinds = ", ".join(_EVENTS[definition.kind][column] for definition in element.definitions)
    return f"{_POSITIONS[element.position][column]}{f' ({kinds})' if kinds else ''}"


def shown_label(element: FlowNode | DataElement, language: str) -> str:
    """The text drawn at an element: its label in the language, else its name; nothing for an unnamed one."""
    text = element.annotation.labels.get(language) or element.name
    if isinstance(element, DataElement) and element.state and element.state not in text:
        text = f"{text} [{element.state}]".strip()
    return text


def spoken(element: FlowNode | DataElement, language: str) -> str:
    """Kind and label, as a screen reader says it; the id where the element has no label."""
    return f"{kind_in_words(element, language)}: {shown_label(element, language) or element.id}"
