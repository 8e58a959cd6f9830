from process_models.addresses import ElementId
from process_models.diagram.sizes import label_size, size_of
from process_models.elements import NOTHING_SAID, Activity, ActivityKind, Annotation, DataElement, DataKind
from tests.builders import process

P = ElementId("p")


def task(name: str, kind: ActivityKind = ActivityKind.TASK, **labels: str) -> Activity:
    return Activity(id=ElementId("t"), kind=kind, scope=P, name=name, annotation=Annotation(labels=labels))


def test_events_gateways_and_tasks_have_the_usual_sizes() -> None:
    sizes = {node.id: size_of(node) for node in process("start:go -> xor:ok -> check").nodes}

    assert (sizes[ElementId("go")].width, sizes[ElementId("ok")].width) == (36, 50)
    assert (sizes[ElementId("check")].width, sizes[ElementId("check")].height) == (100, 80)


def test_the_longest_of_all_languages_decides() -> None:
    assert size_of(task("check", de="Fahrzeugzulassungsbescheinigung anfordern")).width > size_of(task("check")).width


def test_a_label_that_no_width_holds_makes_the_task_higher() -> None:
    assert size_of(task("Angaben des Kunden sorgfältig prüfen und ergänzen " * 4)).height > 80


def test_an_icon_takes_room_from_the_text() -> None:
    text = "Angaben des Kunden prüfen und dann ergänzen"

    assert size_of(task(text, ActivityKind.USER_TASK)).width > size_of(task(text)).width


def test_an_unnamed_element_needs_no_room_for_a_label() -> None:
    assert label_size("", NOTHING_SAID) == (0, 0)
    assert size_of(DataElement(id=ElementId("d"), kind=DataKind.STORE, scope=P)).label_height == 0


def test_a_host_of_boundary_events_keeps_its_text_above_them() -> None:
    text = "Angaben des Kunden prüfen und dann ergänzen"

    assert size_of(task(text), is_host=True).width > size_of(task(text)).width
