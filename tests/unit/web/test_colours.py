"""Colours of the style sheet against WCAG 2.2 AA, in light and in dark."""

import re

import pytest

from shared.web.static_files import STYLE, STYLE_PARTS, style_sheet

TEXT_PAIRS = [
    *((ink, ground) for ink in ("ink", "soft", "link") for ground in ("ground", "paper", "sunk")),
    *((state, ground) for state in ("met", "not-met", "open") for ground in ("ground", "paper")),
    ("demo-ink", "demo-ground"),
    ("on-action", "action"),
]
SHAPE_PAIRS = [
    *((shape, ground) for shape in ("edge", "focus", "backed", "action") for ground in ("ground", "paper")),
    *((disc, ground) for disc in ("bronze", "silver", "gold") for ground in ("ground", "paper")),
]


def palettes() -> dict[str, dict[str, str]]:
    css = style_sheet()
    blocks = re.findall(r":root \{(.*?)\}", css, re.DOTALL)
    light, dark = (dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{6});", block)) for block in blocks[:2])
    return {"light": light, "dark": {**light, **dark}}


def luminance(colour: str) -> float:
    channels = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_texts_have_a_contrast_of_4_5(scheme: str) -> None:
    palette = palettes()[scheme]
    poor = {pair: contrast(palette[pair[0]], palette[pair[1]]) for pair in TEXT_PAIRS}
    assert {pair: round(ratio, 2) for pair, ratio in poor.items() if ratio < 4.5} == {}


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_shapes_have_a_contrast_of_3(scheme: str) -> None:
    palette = palettes()[scheme]
    poor = {pair: contrast(palette[pair[0]], palette[pair[1]]) for pair in SHAPE_PAIRS}
    assert {pair: round(ratio, 2) for pair, ratio in poor.items() if ratio < 3} == {}


def test_nothing_is_loaded_from_elsewhere() -> None:
    css = style_sheet()
    assert all(address.startswith("fonts/") for address in re.findall(r'url\("(.*?)"\)', css))
    assert "@import" not in css


def test_every_part_of_the_style_sheet_is_in_it_and_can_be_read_in_one_sitting() -> None:
    files = {path.stem: path.read_text(encoding="utf-8").count("\n") for path in STYLE.glob("*.css")}
    assert set(files) == set(STYLE_PARTS)
    assert {name: lines for name, lines in files.items() if lines > 300} == {}
