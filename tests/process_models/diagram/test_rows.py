from process_models.diagram.rows import Columns, Link, LinkKind, chains, rows


def known(columns: dict[str, int], bands: dict[str, int] | None = None) -> Columns:
    return Columns(
        nodes=list(columns),
        band={node: (bands or {}).get(node, 0) for node in columns},
        column=columns,
        span=dict.fromkeys(columns, 1),
    )


DIAMOND = {"split": 0, "up": 1, "down": 1, "join": 2}
DIAMOND_LINKS = [Link("split", "up"), Link("split", "down"), Link("up", "join"), Link("down", "join")]


def test_a_chain_follows_the_longest_way_and_the_branch_is_one_of_its_own() -> None:
    assert chains(known(DIAMOND), DIAMOND_LINKS) == [("split", "up", "join"), ("down",)]


def test_a_chain_ends_where_the_band_does() -> None:
    found = chains(known({"a": 0, "b": 1}, {"b": 1}), [Link("a", "b")])

    assert sorted(found) == [("a",), ("b",)]


def test_branches_of_a_diamond_lie_on_different_rows() -> None:
    found = rows(known(DIAMOND), DIAMOND_LINKS)

    assert found["split"] == found["up"] == found["join"]
    assert found["down"] != found["up"]


def test_two_ways_one_after_the_other_share_a_row() -> None:
    columns = {"a": 0, "b": 1, "c": 2, "d": 3, "x": 1, "y": 3, "e": 4}
    links = [Link(*pair) for pair in ("ab", "bc", "cd", "de", "ax", "xc", "cy", "ye")]

    found = rows(known(columns), links)

    assert found["x"] == found["y"] != found["a"]


def test_what_a_boundary_event_leads_to_lies_below() -> None:
    found = rows(
        known({"work": 0, "next": 1, "rescue": 1}), [Link("work", "next"), Link("work", "rescue", LinkKind.BOUNDARY)]
    )

    assert found["rescue"] > found["work"]


def test_nodes_in_one_column_and_band_never_share_a_row() -> None:
    found = rows(known(dict.fromkeys("abcdef", 0)), [])

    assert len(set(found.values())) == 6


def test_rows_start_with_the_band() -> None:
    assert {row[0] for row in rows(known({"a": 0, "b": 0}, {"b": 1}), []).values()} == {0, 1}
