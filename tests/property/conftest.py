"""No deadline for an example: a loaded machine makes a slow one, and the test's own timeout ends a hang."""

from __future__ import annotations

from hypothesis import settings

settings.register_profile("gate", deadline=None)
settings.load_profile("gate")
