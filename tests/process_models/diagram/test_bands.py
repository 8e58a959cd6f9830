from process_models.addresses import ElementId, ProcessId
from process_models.collaboration import Collaboration, Lane, Pool, Process
from process_models.diagram.bands import bands_of, lane_bands
from tests.builders import process


def lane(name: str, *nodes: str, parent: str | None = None) -> Lane:
    own = tuple(ElementId(node) for node in nodes)
    return Lane(id=ElementId(name), nodes=own, parent=ElementId(parent) if parent else None)


def model(*lanes: Lane, pools: tuple[Pool, ...] = ()) -> Collaboration:
    drawn = process("a -> b -> c")
    return Collaboration(
        id="c", processes=(Process(id=ProcessId("p"), lanes=lanes),), pools=pools, nodes=drawn.nodes, flows=drawn.flows
    )


def test_every_lane_is_a_band_in_document_order() -> None:
    own = model(lane("one", "a"), lane("two", "b", "c"))

    assert lane_bands(own, bands_of(own)) == {"a": 0, "b": 1, "c": 1}


def test_a_node_without_a_lane_stands_in_a_band_above_the_lanes() -> None:
    own = model(lane("one", "a"), lane("two", "b"))
    bands = bands_of(own)

    assert bands.process_band[ProcessId("p")] == 0
    assert bands.lane_band == {"one": 1, "two": 2}


def test_the_innermost_lane_counts_where_a_parent_names_the_node_too() -> None:
    own = model(lane("outer", "a", "b", "c"), lane("inner", "a", "b", "c", parent="outer"))

    assert set(lane_bands(own, bands_of(own)).values()) == {bands_of(own).lane_band[ElementId("inner")]}


def test_a_parent_with_nodes_of_its_own_has_a_band_beside_its_children() -> None:
    own = model(lane("outer", "a", "b"), lane("inner", "b", "c", parent="outer"))
    bands = bands_of(own)

    assert lane_bands(own, bands) == {"a": 0, "b": 1, "c": 1}
    assert [(frame.element, frame.first, frame.last) for frame in bands.frames] == [("outer", 0, 1), ("inner", 1, 1)]


def test_a_pool_without_a_process_is_solid() -> None:
    own = model(pools=(Pool(id=ElementId("us"), process=ProcessId("p")), Pool(id=ElementId("them"))))

    assert [band.solid for band in bands_of(own).bands] == [False, True]


def test_a_second_pool_for_the_same_process_shows_nothing() -> None:
    pools = tuple(Pool(id=ElementId(name), process=ProcessId("p")) for name in ("one", "two"))

    assert [band.solid for band in bands_of(model(pools=pools)).bands] == [False, True]


def test_a_long_lane_name_makes_its_band_higher() -> None:
    long = Lane(id=ElementId("l"), name="Zentrale Fahrzeugdisposition und Produktionsplanung", nodes=())

    assert bands_of(model(long, lane("s", "a", "b", "c"))).bands[0].least_height > 100
