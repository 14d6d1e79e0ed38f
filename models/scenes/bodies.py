"""The body types by name. Pure."""

from __future__ import annotations

from models.scenes.design import BodyType
from models.scenes.estate import ESTATE
from models.scenes.hatchback import HATCHBACK
from models.scenes.saloon import SALOON
from models.scenes.suv import SUV
from models.scenes.van import VAN

BODIES: dict[str, BodyType] = {kind.shape.name: kind for kind in (HATCHBACK, SALOON, ESTATE, SUV, VAN)}
