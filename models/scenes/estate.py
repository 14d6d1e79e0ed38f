"""An estate of no maker, its roof drawn out over the load: 4.62 m long, 1.81 m wide, 1.48 m high. Pure."""

from __future__ import annotations

from models.scenes.body import BodyShape
from models.scenes.design import BodyType, Pane, Pillar
from models.scenes.fit import Fit
from models.scenes.hatchback import BOOT_GAP, CABIN_PLAN, PLAN, car_doors, reliefs, widths

# fmt: off
_FIT = Fit(along=((-0.785, -1.07), (0.0, 0.0), (2.63, 2.68), (3.50, 3.55)), wide=1.01)
_SHAPE = BodyShape(
    name="estate",
    wheelbase=2.68,
    wheel_radius=0.325,
    half_track=0.785,
    half_width=0.905,
    belt=0.93,
    fit=_FIT,
    lower=[
        (-0.97, 0.30),
        (-1.05, 0.42),
        (-1.07, 0.58),
        (-1.045, 0.72),
        (-1.01, 0.88),
        (-0.92, 0.985),
        (-0.3, 0.985),
        (0.8, 0.985),
        (1.84, 0.99),
        (2.39, 0.985),
        (2.80, 0.93),
        (3.13, 0.855),
        (3.36, 0.765),
        (3.48, 0.675),
        (3.525, 0.57),
        (3.55, 0.44),
        (3.52, 0.30),
        (3.41, 0.215),
        (3.15, 0.19),
        (2.0, 0.18),
        (0.7, 0.18),
        (-0.55, 0.21),
    ],
    cabin=[
        (2.66, 0.90),
        (2.32, 1.12),
        (2.04, 1.28),
        (1.75, 1.395),
        (1.42, 1.45),
        (0.95, 1.475),
        (0.35, 1.478),
        (-0.25, 1.46),
        (-0.62, 1.425),
        (-0.75, 1.37),
        (-0.90, 1.14),
        (-1.0, 0.93),
        (-0.88, 0.78),
        (1.0, 0.75),
        (2.3, 0.78),
    ],
    plan=widths(PLAN, _FIT, by=1.01),
    cabin_plan=widths(CABIN_PLAN, _FIT, by=1.01),
    reliefs=reliefs(_FIT),
)
ESTATE = BodyType(
    shape=_SHAPE,
    glasshouse=[
        (2.32, 0.965),
        (2.04, 1.165),
        (1.77, 1.305),
        (1.54, 1.38),
        (1.10, 1.418),
        (0.50, 1.425),
        (-0.10, 1.412),
        (-0.52, 1.375),
        (-0.68, 1.18),
        (-0.72, 1.03),
        (-0.3, 0.985),
        (0.3, 0.965),
        (1.1, 0.957),
    ],
    pillars=(
        Pillar(foot=(1.095, 0.94), head=(1.105, 1.44), width=0.09),
        Pillar(foot=(0.14, 0.95), head=(0.10, 1.44), width=0.08),
    ),
    windscreen=Pane(foot=0.995, top=1.40),
    rear_pane=Pane(foot=1.03, top=1.36),
    taillamp=[
        (0.50, 0.90),
        (0.70, 0.95),
        (0.76, 1.05),
        (0.95, 1.05),
        (0.95, 0.76),
        (0.72, 0.76),
        (0.52, 0.80),
    ],
    taillamp_side=[(-1.1, 1.05), (-0.86, 1.03), (-0.78, 0.92), (-0.86, 0.80), (-1.1, 0.76)],
    gaps=car_doors(_FIT),
    handles=(_FIT.x(1.30), _FIT.x(0.38)),
    mirror=(2.02, 0.945, 1.03),
    rear_gaps=(BOOT_GAP,),
)
# fmt: on
