"""A compact hatchback of no maker: 4.29 m long, 1.79 m wide, 1.48 m high. Pure.

The other bodies are fitted to its drawing.
"""

from __future__ import annotations

from models.scenes.body import BodyShape
from models.scenes.design import BodyType, Pane, Pillar
from models.scenes.fit import Fit
from models.scenes.skin import Points

# fmt: off
RELIEFS: list[tuple[Points, float]] = [
    ([(0.0, 0.262), (0.44, 0.268), (0.54, 0.30), (0.50, 0.385), (0.40, 0.398), (0.0, 0.40)], 0.035),
    ([(0.61, 0.285), (0.76, 0.30), (0.78, 0.40), (0.70, 0.42), (0.63, 0.37)], 0.02),
    ([(0.0, 0.592), (0.30, 0.594), (0.43, 0.606), (0.43, 0.648), (0.30, 0.655), (0.0, 0.66)], 0.016),
]
"""Lower grille, lamp pocket, upper grille: what sinks into the nose."""
BOOT_GAP: Points = [(0.0, 0.60), (0.60, 0.61), (0.68, 0.70), (0.68, 1.0)]
FRONT_DOOR: Points = [(2.16, 0.96), (2.13, 0.75), (2.14, 0.48), (2.06, 0.285), (1.0, 0.275)]
MIDDLE_GAP: Points = [(1.075, 1.41), (1.075, 0.95), (1.06, 0.5), (1.0, 0.275)]
REAR_DOOR: Points = [
    (0.145, 1.40),
    (0.12, 0.95),
    (0.17, 0.80),
    (0.36, 0.62),
    (0.44, 0.42),
    (0.50, 0.28),
    (1.0, 0.275),
]


def car_doors(fit: Fit) -> tuple[Points, ...]:
    """The gaps of four doors."""
    return tuple(fit.side(gap) for gap in (FRONT_DOOR, MIDDLE_GAP, REAR_DOOR))


def reliefs(fit: Fit) -> list[tuple[Points, float]]:
    """What sinks into the nose of another body."""
    return [(fit.end(points), depth) for points, depth in RELIEFS]


def widths(plan: Points, fit: Fit, *, by: float) -> Points:
    """Half widths (x, y) along another body, `by` times as wide."""
    return [(fit.x(x), y * by) for x, y in plan]


PLAN: Points = [
    (-0.78, 0.76),
    (-0.6, 0.83),
    (-0.2, 0.865),
    (0.4, 0.885),
    (1.3, 0.893),
    (2.2, 0.888),
    (2.8, 0.872),
    (3.15, 0.835),
    (3.4, 0.77),
    (3.52, 0.70),
]
CABIN_PLAN: Points = [(-0.75, 0.70), (-0.3, 0.765), (0.3, 0.80), (1.2, 0.812), (2.0, 0.795), (2.7, 0.73)]
_SHAPE = BodyShape(
    name="hatchback",
    wheelbase=2.63,
    wheel_radius=0.318,
    half_track=0.775,
    half_width=0.89,
    lower=[
        (-0.70, 0.30),
        (-0.775, 0.42),
        (-0.785, 0.58),
        (-0.755, 0.72),
        (-0.72, 0.88),
        (-0.62, 0.985),
        (-0.2, 0.985),
        (0.8, 0.985),
        (1.8, 0.99),
        (2.35, 0.985),
        (2.75, 0.93),
        (3.08, 0.855),
        (3.31, 0.765),
        (3.43, 0.675),
        (3.475, 0.57),
        (3.50, 0.44),
        (3.47, 0.30),
        (3.36, 0.215),
        (3.1, 0.19),
        (2.0, 0.18),
        (0.7, 0.18),
        (-0.4, 0.21),
    ],
    cabin=[
        (2.62, 0.90),
        (2.28, 1.12),
        (2.0, 1.285),
        (1.72, 1.405),
        (1.40, 1.458),
        (0.95, 1.475),
        (0.45, 1.465),
        (-0.05, 1.43),
        (-0.36, 1.38),
        (-0.47, 1.32),
        (-0.60, 1.12),
        (-0.71, 0.92),
        (-0.60, 0.78),
        (1.0, 0.75),
        (2.3, 0.78),
    ],
    belt=0.93,
    plan=PLAN,
    cabin_plan=CABIN_PLAN,
    reliefs=RELIEFS,
)
HATCHBACK = BodyType(
    shape=_SHAPE,
    glasshouse=[
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
    ],
    pillars=(
        Pillar(foot=(1.075, 0.94), head=(1.085, 1.43), width=0.09),
        Pillar(foot=(0.15, 0.95), head=(0.205, 1.42), width=0.06),
    ),
    windscreen=Pane(foot=0.995, top=1.408),
    rear_pane=Pane(foot=1.02, top=1.325),
    taillamp=[(0.45, 0.93), (0.70, 0.95), (0.90, 0.95), (0.90, 0.80), (0.70, 0.79), (0.47, 0.815)],
    taillamp_side=[(-0.80, 0.95), (-0.42, 0.945), (-0.47, 0.86), (-0.62, 0.80), (-0.80, 0.79)],
    gaps=car_doors(Fit()),
    handles=(1.30, 0.38),
    mirror=(1.98, 0.935, 1.03),
    rear_gaps=(BOOT_GAP,),
)
# fmt: on
