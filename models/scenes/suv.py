"""A sport utility of no maker, high on its wheels: 4.45 m long, 1.88 m wide, 1.68 m high. Pure."""

from __future__ import annotations

from models.scenes.body import BodyShape
from models.scenes.design import BodyType, Pane, Pillar
from models.scenes.fit import Fit
from models.scenes.hatchback import BOOT_GAP, CABIN_PLAN, PLAN, car_doors, reliefs, widths

# fmt: off
_FIT = Fit(along=((-0.785, -0.86), (0.0, 0.0), (2.63, 2.68), (3.50, 3.59)), lift=0.075, tall=1.075, wide=1.05)
_SHAPE = BodyShape(
    name="suv",
    wheelbase=2.68,
    wheel_radius=0.365,
    half_track=0.80,
    half_width=0.94,
    belt=1.075,
    fit=_FIT,
    lean=(0.30, 0.12),
    shoulder=0.45,
    lower=[
        (-0.72, 0.40),
        (-0.83, 0.52),
        (-0.86, 0.68),
        (-0.845, 0.84),
        (-0.81, 1.02),
        (-0.70, 1.135),
        (-0.2, 1.135),
        (0.8, 1.135),
        (1.85, 1.14),
        (2.42, 1.135),
        (2.86, 1.09),
        (3.20, 1.02),
        (3.43, 0.915),
        (3.535, 0.80),
        (3.57, 0.69),
        (3.59, 0.56),
        (3.55, 0.42),
        (3.40, 0.31),
        (3.15, 0.27),
        (2.0, 0.25),
        (0.7, 0.25),
        (-0.4, 0.29),
    ],
    cabin=[
        (2.66, 1.05),
        (2.34, 1.26),
        (2.06, 1.44),
        (1.78, 1.58),
        (1.42, 1.65),
        (0.95, 1.68),
        (0.40, 1.68),
        (-0.15, 1.655),
        (-0.50, 1.61),
        (-0.62, 1.54),
        (-0.73, 1.28),
        (-0.80, 1.06),
        (-0.68, 0.90),
        (1.0, 0.88),
        (2.3, 0.90),
    ],
    plan=widths(PLAN, _FIT, by=1.05),
    cabin_plan=widths(CABIN_PLAN, _FIT, by=1.05),
    reliefs=reliefs(_FIT),
)
SUV = BodyType(
    shape=_SHAPE,
    glasshouse=[
        (2.34, 1.115),
        (2.06, 1.325),
        (1.80, 1.485),
        (1.56, 1.57),
        (1.10, 1.61),
        (0.50, 1.612),
        (-0.02, 1.595),
        (-0.34, 1.555),
        (-0.50, 1.36),
        (-0.46, 1.20),
        (0.1, 1.125),
        (1.1, 1.105),
    ],
    pillars=(
        Pillar(foot=(1.095, 1.09), head=(1.105, 1.63), width=0.09),
        Pillar(foot=(0.13, 1.10), head=(0.13, 1.63), width=0.08),
    ),
    windscreen=Pane(foot=1.145, top=1.595, wide=1.06),
    rear_pane=Pane(foot=1.20, top=1.55, wide=1.05),
    taillamp=[(0.48, 1.02), (0.72, 1.06), (0.99, 1.06), (0.99, 0.90), (0.74, 0.88), (0.50, 0.92)],
    taillamp_side=[(-0.89, 1.06), (-0.48, 1.05), (-0.55, 0.95), (-0.70, 0.89), (-0.89, 0.88)],
    gaps=car_doors(_FIT),
    handles=(_FIT.x(1.30), _FIT.x(0.38)),
    mirror=(2.03, 0.99, 1.19),
    plate_heights=(_FIT.z(0.492), _FIT.z(0.715)),
    rear_gaps=(_FIT.end(BOOT_GAP),),
)
# fmt: on
