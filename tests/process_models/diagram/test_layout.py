from process_models.addresses import ElementId, ProcessId
from process_models.collaboration import Collaboration, Process
from process_models.diagram.layout import lay_out
from process_models.elements import Event, EventPosition, SequenceFlow

P = ElementId("P")


def test_a_start_and_an_end_stand_side_by_side_on_one_line() -> None:
    start, end = ElementId("start"), ElementId("end")
    model = Collaboration(
        id="c",
        processes=(Process(id=ProcessId("P")),),
        nodes=(
            Event(id=start, position=EventPosition.START, scope=P),
            Event(id=end, position=EventPosition.END, scope=P),
        ),
        flows=(SequenceFlow(id=ElementId("flow"), source=start, target=end, scope=P),),
    )

    diagram = lay_out(model)

    (first, last) = diagram.edge_by_element[ElementId("flow")].waypoints
    assert first[1] == last[1]
    assert first[0] < last[0]
