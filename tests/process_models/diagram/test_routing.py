from process_models.diagram.grid import Grid, RowPlace, grid
from process_models.diagram.routing import DOWN, LEFT, RIGHT, UP, Port, Request, Router

# Three columns, two rows of one band. Vertical lines: gutter, centre, gutter, centre, gutter, centre, gutter;
# horizontal lines: gap, gutter, row 0, gutter, row 1, gutter, gap.
LINES: Grid = grid(3, [RowPlace(band=0, group=0), RowPlace(band=0, group=0)], {})
XS = [n * 50.0 for n in range(7)]
YS = [n * 50.0 for n in range(7)]


def router(*blocked: tuple[int, int]) -> Router:
    return Router(LINES, XS, YS, blocked)


def request(name: str, start: Port, end: Port, source: str = "", target: str = "") -> Request:
    return Request(
        id=name,
        source=source or f"from {name}",
        target=target or f"to {name}",
        starts=(start,),
        ends=(end,),
        top=1,
        bottom=5,
    )


def test_the_grid_has_a_gutter_on_every_side_of_rows_and_columns() -> None:
    assert (len(LINES.vertical), len(LINES.horizontal)) == (7, 7)
    assert LINES.row_line == (2, 4)
    assert LINES.gap_above == (0, 6)


def test_neighbours_on_one_row_are_joined_straight() -> None:
    found = router((1, 2), (3, 2)).route_all([request("f", Port(2, 2, RIGHT), Port(2, 2, RIGHT))])

    assert found["f"].points == ((2, 2),)


def test_a_node_in_the_way_is_gone_around() -> None:
    found = router((1, 2), (3, 2), (5, 2)).route_all([request("f", Port(2, 2, RIGHT), Port(4, 2, RIGHT))])

    assert (3, 2) not in found["f"].points
    assert found["f"].points[0] == (2, 2)
    assert found["f"].points[-1] == (4, 2)


def test_a_branch_goes_down_the_column_and_turns_once() -> None:
    found = router((1, 2), (3, 4)).route_all([request("f", Port(1, 3, DOWN), Port(2, 4, RIGHT))])

    assert found["f"].points == ((1, 3), (1, 4), (2, 4))


def test_two_routes_do_not_share_a_rows_middle() -> None:
    first = request("f", Port(2, 2, RIGHT), Port(4, 2, RIGHT))
    second = request("g", Port(2, 2, RIGHT), Port(4, 2, RIGHT))

    found = router().route_all([first, second])

    straight = ((2, 2), (3, 2), (4, 2))
    assert [found[name].points == straight for name in ("f", "g")].count(True) == 1


def test_two_routes_into_one_node_may_merge() -> None:
    first = request("f", Port(2, 2, RIGHT), Port(4, 2, RIGHT), target="join")
    second = request("g", Port(3, 3, UP), Port(4, 2, RIGHT), target="join")

    found = router().route_all([first, second])

    assert found["g"].points == ((3, 3), (3, 2), (4, 2))


def test_a_route_that_others_pass_is_crossed_rather_than_followed() -> None:
    along = request("f", Port(2, 3, RIGHT), Port(4, 3, RIGHT))
    across = request("g", Port(3, 1, DOWN), Port(3, 5, DOWN))

    found = router().route_all([along, across])

    assert found["g"].points == ((3, 1), (3, 2), (3, 3), (3, 4), (3, 5))


def test_a_route_keeps_to_its_rows() -> None:
    blocked = [(3, j) for j in range(1, 6)]

    assert router(*blocked).route_all([request("f", Port(2, 2, RIGHT), Port(4, 2, RIGHT))]) == {}


def test_a_route_to_the_left_enters_from_the_right() -> None:
    found = router((1, 2)).route_all([request("f", Port(4, 2, LEFT), Port(2, 2, LEFT))])

    assert found["f"].points == ((4, 2), (3, 2), (2, 2))
