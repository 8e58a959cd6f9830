import pytest

from process_models.diagram.icons import BADGES
from process_models.diagram.paint import STYLES, Paint, UnknownStyle


def test_an_unknown_style_is_refused_with_the_known_ones() -> None:
    with pytest.raises(UnknownStyle, match="no style 'covrd'; choose one of: covered, not-covered"):
        Paint(styles={"a": "covrd"})


def test_a_numbered_element_without_a_style_is_on_the_path() -> None:
    paint = Paint(styles={"a": "undone"}, numbers={"a": 1, "b": 2})

    assert (paint.style_of("a"), paint.style_of("b"), paint.style_of("c")) == ("undone", "path", None)


def test_styles_in_use_are_listed_once_and_in_a_fixed_order() -> None:
    assert Paint(styles={"x": "not-covered", "y": "covered", "z": "covered"}).in_use() == ("covered", "not-covered")


def test_a_legend_of_ones_own_replaces_the_usual_words() -> None:
    paint = Paint(styles={"x": "covered"}, legend={"covered": "covered by TC-1"})

    assert paint.wording("covered", "de") == "covered by TC-1"
    assert Paint(styles={"x": "covered"}).wording("covered", "de") == "abgedeckt"


def test_no_two_styles_differ_by_colour_alone() -> None:
    looks = [(style.dash, style.badge) for name, style in STYLES.items() if name not in {"passed", "failed"}]

    assert len(set(looks)) == len(looks)


def test_every_style_has_a_drawn_mark() -> None:
    assert {style.badge for style in STYLES.values()} <= set(BADGES)


@pytest.mark.parametrize("name", STYLES)
def test_a_styles_colour_can_be_read_on_white_and_on_its_tint(name: str) -> None:
    # WCAG 2.2, 1.4.3: text needs a contrast of at least 4.5.
    style = STYLES[name]

    assert contrast(style.colour, "#ffffff") >= 4.5
    assert contrast(style.colour, style.tint) >= 4.5
    assert contrast(style.dark_colour, style.dark_tint) >= 4.5


def contrast(one: str, other: str) -> float:
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def luminance(colour: str) -> float:
    shares = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (s / 12.92 if s <= 0.04045 else ((s + 0.055) / 1.055) ** 2.4 for s in shares)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
