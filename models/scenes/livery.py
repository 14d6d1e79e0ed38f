"""What a hatchback's skin shows besides paint: windows, gaps, lamps, grille. In metres, view by view."""

from __future__ import annotations

from models.scenes import skin
from models.scenes.skin import Points, Sheet, View, mirrored

# fmt: off  (a table of points is read by rows)
HEADLAMP: Points = [
    (0.45, 0.652),
    (0.60, 0.672),
    (0.74, 0.70),
    (0.84, 0.735),
    (0.92, 0.735),
    (0.90, 0.655),
    (0.80, 0.59),
    (0.62, 0.575),
    (0.47, 0.592),
]
HEADLAMP_SIDE: Points = [(3.04, 0.762), (3.20, 0.75), (3.46, 0.70), (3.48, 0.59), (3.34, 0.60), (3.18, 0.665)]
DAYLIGHT_STROKE: Points = [(0.475, 0.604), (0.54, 0.594), (0.62, 0.590), (0.70, 0.594)]
TAILLAMP: Points = [(0.45, 0.93), (0.70, 0.95), (0.90, 0.95), (0.90, 0.80), (0.70, 0.79), (0.47, 0.815)]
TAILLAMP_SIDE: Points = [(-0.80, 0.95), (-0.42, 0.945), (-0.47, 0.86), (-0.62, 0.80), (-0.80, 0.79)]
FRONT_PANE: Points = [
    (2.20, 0.990),
    (1.98, 1.155),
    (1.74, 1.290),
    (1.52, 1.368),
    (1.14, 1.400),
    (1.12, 0.985),
]
REAR_PANE: Points = [(1.03, 0.985), (1.05, 1.402), (0.60, 1.404), (0.24, 1.388), (0.18, 0.99)]
QUARTER_PANE: Points = [(0.12, 0.995), (0.17, 1.384), (-0.08, 1.35), (-0.27, 1.17), (-0.24, 1.03)]
GLASSHOUSE: Points = [
    (2.28, 0.965),
    (2.00, 1.170),
    (1.75, 1.312),
    (1.53, 1.388),
    (1.10, 1.420),
    (0.60, 1.422),
    (0.10, 1.402),
    (-0.11, 1.37),
    (-0.32, 1.17),
    (-0.28, 1.00),
    (0.1, 0.965),
    (1.1, 0.955),
]
WINDSCREEN: Points = [(0.0, 0.995), (0.68, 1.015), (0.66, 1.06), (0.525, 1.385), (0.30, 1.403), (0.0, 1.408)]
# fmt: on


def hatchback_livery() -> dict[View, Sheet]:
    """The five sheets of the hatchback without plate and damage."""
    sheets = {view: Sheet(view=view) for view in skin.VIEWS}
    for view in ("left", "right"):
        _side(sheets[view])
    _front(sheets["front"])
    _rear(sheets["rear"])
    _top(sheets["top"])
    return sheets


def _side(sheet: Sheet) -> None:
    sheet.fill(GLASSHOUSE, skin.TRIM)
    for pane in (FRONT_PANE, REAR_PANE, QUARTER_PANE):
        sheet.fill(pane, skin.GLASS)
    sheet.line([(2.26, 0.962), (1.1, 0.952), (0.1, 0.962), (-0.28, 0.998)], skin.CHROME, width=0.011)
    _doors(sheet)
    sheet.line([(3.02, 0.75), (2.965, 0.66), (2.955, 0.52)], skin.GAP, width=0.006)
    sheet.line([(-0.80, 0.64), (-0.45, 0.66), (-0.36, 0.60)], skin.GAP, width=0.006)
    sheet.fill([(0.36, 0.10), (2.27, 0.10), (2.27, 0.235), (0.36, 0.235)], skin.TRIM)
    _lamp(sheet, HEADLAMP_SIDE, skin.Stuff(colour=(0.10, 0.105, 0.11), roughness=0.05))
    sheet.fill([(3.10, 0.748), (3.20, 0.738), (3.24, 0.69), (3.19, 0.69)], skin.LENS)
    _lamp(sheet, TAILLAMP_SIDE, skin.TAIL)


def _doors(sheet: Sheet) -> None:
    front: Points = [(2.16, 0.96), (2.13, 0.75), (2.14, 0.48), (2.06, 0.285), (1.0, 0.275)]
    middle: Points = [(1.075, 1.41), (1.075, 0.95), (1.06, 0.5), (1.0, 0.275)]
    rear: Points = [
        (0.145, 1.40),
        (0.12, 0.95),
        (0.17, 0.80),
        (0.36, 0.62),
        (0.44, 0.42),
        (0.50, 0.28),
        (1.0, 0.275),
    ]
    for gap in (front, middle, rear):
        sheet.line(gap, skin.GAP, width=0.007)
    for at in (1.20, 0.28):
        # The hollow under a handle: a dark oval tells the eye that fingers fit behind it.
        sheet.fill(
            [(at, 0.832), (at + 0.10, 0.822), (at + 0.2, 0.832), (at + 0.10, 0.872)],
            skin.Stuff(colour=(0.02, 0.02, 0.02), cover=0.55, roughness=0.4, relief=0.40),
        )


def _lamp(sheet: Sheet, shape: Points, lens: skin.Stuff) -> None:
    sheet.fill(shape, lens)
    sheet.line(shape, skin.GAP, width=0.008, closed=True)


def _front(sheet: Sheet) -> None:
    sheet.fill([*WINDSCREEN, *mirrored(WINDSCREEN)[::-1]], skin.TRIM)
    pane: Points = [(y * 0.955, 1.02 + (z - 0.995) * 0.925) for y, z in WINDSCREEN]
    sheet.fill([*pane, *mirrored(pane)[::-1]], skin.GLASS)
    _behind_glass(sheet)
    for flip in (list, mirrored):
        sheet.line(flip([(0.02, 1.012), (0.30, 1.035), (0.58, 1.05)]), skin.DARK, width=0.016)
        _headlamp(sheet, flip)
        pocket: Points = [(0.60, 0.28), (0.77, 0.295), (0.79, 0.405), (0.70, 0.43), (0.62, 0.37)]
        sheet.fill(flip(pocket), skin.DARK)
        sheet.disc(flip([(0.695, 0.345)])[0], 0.036, skin.CHROME)
        sheet.disc(flip([(0.695, 0.345)])[0], 0.030, skin.LENS)
        sheet.line(flip([(0.0, 0.705), (0.44, 0.692), (0.62, 0.715), (0.80, 0.76)]), skin.GAP, width=0.007)
        sheet.line(flip([(0.56, 0.45), (0.80, 0.47), (0.95, 0.47)]), skin.GAP, width=0.003)
    _grille(sheet)


def _headlamp(sheet: Sheet, flip: object) -> None:
    assert callable(flip)
    _lamp(sheet, flip(HEADLAMP), skin.Stuff(colour=(0.10, 0.105, 0.11), roughness=0.05))
    for at, radius in (((0.575, 0.630), 0.034), ((0.690, 0.645), 0.038)):
        sheet.disc(flip([at])[0], radius, skin.CHROME)
        sheet.disc(flip([at])[0], radius * 0.80, skin.LENS)
        sheet.disc(flip([at])[0], radius * 0.42, skin.BULB)
    sheet.fill(flip([(0.765, 0.665), (0.84, 0.705), (0.86, 0.70), (0.84, 0.655), (0.78, 0.635)]), skin.LENS)
    sheet.line(flip(DAYLIGHT_STROKE), skin.DAYLIGHT, width=0.008)


def _grille(sheet: Sheet) -> None:
    upper: Points = [(0.0, 0.588), (0.30, 0.590), (0.44, 0.603), (0.44, 0.650), (0.30, 0.661), (0.0, 0.666)]
    lower: Points = [(0.0, 0.255), (0.45, 0.262), (0.555, 0.298), (0.51, 0.39), (0.41, 0.405), (0.0, 0.407)]
    for shape in (upper, lower):
        sheet.fill([*shape, *mirrored(shape)[::-1]], skin.DARK)
    for z in (0.612, 0.640):
        sheet.line([(-0.42, z + 0.004), (0.0, z), (0.42, z + 0.004)], skin.CHROME, width=0.007)
    for z in (0.29, 0.325, 0.36):
        sheet.line([(-0.52, z), (0.52, z)], skin.TRIM, width=0.010)
    # A plain ring, because a real maker's badge is a trade mark.
    sheet.disc((0.0, 0.628), 0.058, skin.CHROME)
    sheet.disc((0.0, 0.628), 0.044, skin.DARK)
    sheet.disc((0.0, 0.628), 0.026, skin.CHROME)
    sheet.fill([(-0.27, 0.425), (0.27, 0.425), (0.27, 0.56), (-0.27, 0.56)], skin.TRIM)
    sheet.fill([(-1.0, 0.0), (1.0, 0.0), (1.0, 0.235), (-1.0, 0.235)], skin.TRIM)


def _behind_glass(sheet: Sheet) -> None:
    dim = skin.Stuff(colour=(0.075, 0.075, 0.075), cover=0.8, roughness=0.03)
    for y in (-0.33, 0.33):
        sheet.fill([(y - 0.11, 1.05), (y + 0.11, 1.05), (y + 0.10, 1.20), (y - 0.10, 1.20)], dim)
        sheet.disc((y, 1.255), 0.055, dim)
    sheet.fill([(-0.09, 1.355), (0.09, 1.355), (0.08, 1.385), (-0.08, 1.385)], skin.RUBBER)


def _rear(sheet: Sheet) -> None:
    pane: Points = [(0.0, 1.02), (0.60, 1.03), (0.66, 1.07), (0.545, 1.30), (0.0, 1.325)]
    sheet.fill([*pane, *mirrored(pane)[::-1]], skin.GLASS)
    for flip in (list, mirrored):
        _lamp(sheet, flip(TAILLAMP), skin.TAIL)
        sheet.line(flip([(0.0, 0.60), (0.60, 0.61), (0.68, 0.70), (0.68, 1.0)]), skin.GAP, width=0.006)
    sheet.fill([(-0.28, 0.66), (0.28, 0.66), (0.28, 0.79), (-0.28, 0.79)], skin.TRIM)
    sheet.disc((0.0, 0.90), 0.05, skin.CHROME)
    sheet.fill([(-1.0, 0.0), (1.0, 0.0), (1.0, 0.32), (-1.0, 0.32)], skin.TRIM)


def _top(sheet: Sheet) -> None:
    for side in (1.0, -1.0):
        sheet.line([(2.35, 0.735 * side), (2.8, 0.725 * side), (3.15, 0.69 * side)], skin.GAP, width=0.007)
        sheet.line([(-0.3, 0.53 * side), (0.6, 0.56 * side), (1.5, 0.55 * side)], skin.GAP, width=0.008)
    sheet.line([(2.46, -0.60), (2.50, 0.0), (2.46, 0.60)], skin.DARK, width=0.03)
