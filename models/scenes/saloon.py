"""A saloon of no maker, with a boot of its own: 4.65 m long, 1.82 m wide, 1.44 m high. Pure."""

from __future__ import annotations

from models.scenes.body import BodyShape
from models.scenes.design import BodyType, Pane, Pillar
from models.scenes.fit import Fit
from models.scenes.hatchback import CABIN_PLAN, PLAN, car_doors, reliefs, widths

# fmt: off
_FIT = Fit(along=((-0.785, -1.05), (0.0, 0.0), (2.63, 2.72), (3.50, 3.60)), wide=1.02)
_SHAPE = BodyShape(
    name="saloon",
    wheelbase=2.72,
    wheel_radius=0.325,
    half_track=0.79,
    half_width=0.91,
    belt=0.93,
    fit=_FIT,
    lower=[
        (-0.96, 0.30),
        (-1.03, 0.42),
        (-1.05, 0.58),
        (-1.035, 0.74),
        (-1.025, 0.90),
        (-0.985, 1.005),
        (-0.87, 1.052),
        (-0.55, 1.06),
        (-0.15, 1.03),
        (0.80, 0.985),
        (1.85, 0.99),
        (2.42, 0.985),
        (2.84, 0.93),
        (3.18, 0.855),
        (3.41, 0.765),
        (3.53, 0.675),
        (3.575, 0.57),
        (3.60, 0.44),
        (3.57, 0.30),
        (3.46, 0.215),
        (3.2, 0.19),
        (2.0, 0.18),
        (0.7, 0.18),
        (-0.5, 0.21),
    ],
    cabin=[
        (2.70, 0.90),
        (2.36, 1.12),
        (2.07, 1.27),
        (1.78, 1.38),
        (1.45, 1.425),
        (1.0, 1.44),
        (0.55, 1.425),
        (0.15, 1.375),
        (-0.12, 1.295),
        (-0.42, 1.175),
        (-0.70, 1.045),
        (-0.72, 0.92),
        (-0.55, 0.78),
        (1.0, 0.75),
        (2.3, 0.78),
    ],
    plan=widths(PLAN, _FIT, by=1.02),
    cabin_plan=widths(CABIN_PLAN, _FIT, by=1.01),
    reliefs=reliefs(_FIT),
)
SALOON = BodyType(
    shape=_SHAPE,
    glasshouse=[
        (2.36, 0.965),
        (2.07, 1.16),
        (1.80, 1.285),
        (1.55, 1.355),
        (1.10, 1.385),
        (0.60, 1.375),
        (0.22, 1.325),
        (-0.05, 1.235),
        (-0.26, 1.13),
        (-0.24, 1.03),
        (0.1, 0.975),
        (1.1, 0.957),
    ],
    pillars=(
        Pillar(foot=(1.11, 0.94), head=(1.12, 1.40), width=0.09),
        Pillar(foot=(0.12, 0.95), head=(0.17, 1.36), width=0.045),
    ),
    windscreen=Pane(foot=0.995, top=1.375, wide=1.01),
    rear_pane=Pane(foot=1.075, top=1.325, wide=0.97),
    taillamp=[(0.46, 0.91), (0.70, 0.945), (0.95, 0.945), (0.95, 0.80), (0.74, 0.775), (0.48, 0.80)],
    taillamp_side=[(-1.07, 0.945), (-0.78, 0.92), (-0.82, 0.84), (-0.95, 0.785), (-1.07, 0.775)],
    gaps=car_doors(_FIT),
    handles=(_FIT.x(1.30), _FIT.x(0.38)),
    mirror=(2.05, 0.95, 1.03),
    plate_heights=(0.492, 0.66),
    rear_gaps=([(0.0, 0.56), (0.62, 0.57), (0.69, 0.66), (0.72, 0.99)],),
)
# fmt: on
