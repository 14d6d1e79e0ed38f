"""A panel van of no maker, blind behind its front doors: 4.95 m long, 1.91 m wide, 1.94 m high. Pure."""

from __future__ import annotations

from models.scenes.body import BodyShape
from models.scenes.design import BodyType, Pane
from models.scenes.fit import Fit
from models.scenes.hatchback import CABIN_PLAN, PLAN, reliefs, widths

# fmt: off
_FIT = Fit(
    along=((-0.785, -0.96), (0.0, 0.0), (1.075, 1.92), (2.16, 2.80), (2.63, 3.02), (3.50, 3.99)),
    lift=0.0,
    tall=1.18,
    wide=1.07,
)
_SHAPE = BodyShape(
    name="van",
    wheelbase=3.02,
    wheel_radius=0.335,
    half_track=0.83,
    half_width=0.97,
    belt=1.12,
    fit=_FIT,
    lean=(0.10, 0.05),
    shoulder=0.12,
    lower=[
        (-0.88, 0.36),
        (-0.945, 0.46),
        (-0.96, 0.64),
        (-0.95, 0.90),
        (-0.94, 1.12),
        (-0.80, 1.24),
        (0.0, 1.25),
        (1.5, 1.25),
        (2.6, 1.23),
        (3.10, 1.19),
        (3.45, 1.11),
        (3.72, 0.99),
        (3.88, 0.86),
        (3.945, 0.72),
        (3.98, 0.58),
        (3.99, 0.46),
        (3.95, 0.34),
        (3.80, 0.25),
        (3.4, 0.22),
        (2.0, 0.21),
        (0.8, 0.21),
        (-0.5, 0.24),
    ],
    cabin=[
        (3.42, 1.08),
        (3.18, 1.28),
        (2.95, 1.49),
        (2.70, 1.70),
        (2.42, 1.85),
        (2.0, 1.915),
        (1.2, 1.94),
        (0.3, 1.94),
        (-0.45, 1.92),
        (-0.78, 1.885),
        (-0.87, 1.80),
        (-0.915, 1.45),
        (-0.94, 1.10),
        (-0.85, 0.90),
        (1.0, 0.85),
        (2.9, 0.90),
    ],
    plan=widths(PLAN, _FIT, by=1.07),
    cabin_plan=[(x, y * 1.155) for x, y in widths(CABIN_PLAN, _FIT, by=1.0)],
    reliefs=reliefs(_FIT),
)
VAN = BodyType(
    shape=_SHAPE,
    glasshouse=[
        (3.14, 1.15),
        (2.96, 1.34),
        (2.72, 1.56),
        (2.50, 1.70),
        (2.20, 1.74),
        (1.99, 1.74),
        (1.99, 1.13),
        (2.5, 1.13),
    ],
    pillars=(),
    windscreen=Pane(foot=1.17, top=1.80, wide=1.15),
    rear_pane=Pane(foot=1.26, top=1.66, wide=0.88),
    taillamp=[(0.66, 1.30), (0.76, 1.32), (1.1, 1.28), (1.1, 0.86), (0.76, 0.84), (0.66, 0.86)],
    taillamp_side=[(-1.1, 1.30), (-0.88, 1.28), (-0.87, 0.86), (-1.1, 0.84)],
    gaps=(
        [(2.86, 1.13), (2.82, 0.86), (2.70, 0.60), (2.58, 0.36), (1.92, 0.33)],
        [(1.92, 1.80), (1.92, 0.33), (0.66, 0.33), (0.66, 1.80), (1.92, 1.80)],
        [(0.66, 1.08), (-0.72, 1.08)],
    ),
    handles=(2.12, 1.72),
    mirror=(2.86, 1.07, 1.30),
    plate_heights=(_FIT.z(0.492), 0.72),
    rear_gaps=([(0.0, 0.45), (0.62, 0.45), (0.62, 1.80)], [(0.0, 0.45), (0.0, 1.80)]),
)
# fmt: on
