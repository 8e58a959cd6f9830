"""Compensation in the compact form: a handler names what it undoes, event and association are written for it."""

from collections.abc import Mapping

from process_models.addresses import ElementId
from process_models.authoring.flows import flow_id, without_prefix
from process_models.collaboration import Association
from process_models.elements import Activity, Event, EventDefinition, EventKind, EventPosition, FlowNode
from process_models.records import InvalidContent, Record, nearest


def compensation(record: Record, nodes: Mapping[ElementId, FlowNode]) -> tuple[Event, Association]:
    """The boundary event of the activity that a handler undoes, and the association between them.

    Raises:
        InvalidContent: the record is no compensation handler, or what it undoes no activity.
    """
    handler, undone = ElementId(record.text("id")), ElementId(record.text("undoes"))
    activity = nodes.get(undone)
    if not isinstance(activity, Activity):
        raise InvalidContent(f"{record.where}: undoes '{undone}', which is no activity.{nearest(undone, nodes)}")
    if not record.flag("compensation"):
        raise InvalidContent(f"{record.where}: it undoes '{undone}'; say compensation: true.")
    events = (node for node in nodes.values() if isinstance(node, Event))
    event = next((node for node in events if _compensates(node, undone)), None)
    if event is None:
        event = Event(
            id=ElementId(f"Boundary_Undo_{without_prefix(undone)}"),
            position=EventPosition.BOUNDARY,
            scope=activity.scope,
            definitions=(EventDefinition(kind=EventKind.COMPENSATION),),
            attached_to=undone,
        )
    return event, Association(id=flow_id(event.id, handler, "Association"), source=event.id, target=handler)


def _compensates(event: Event, activity: ElementId) -> bool:
    return event.attached_to == activity and event.is_(EventKind.COMPENSATION)
