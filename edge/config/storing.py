"""``[storage]`` and ``[outbox]``: what is kept on disk, and when it may go."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field

from edge.config.base import Bytes, Days, DiskPath, Section

MEGABYTE = 1_000_000


class Retention(Section):
    """Days after which an inspection and its pictures go, by what it said."""

    new_damage_days: Days = 730
    """Inspections that found new damage."""
    needs_review_days: Days = 365
    """Inspections that a person must look at."""
    not_comparable_days: Days = 180
    """Inspections that could not be compared with an earlier one."""
    first_seen_days: Days = 180
    """First inspections of a car."""
    no_new_damage_days: Days = 90
    """Inspections that found nothing new; the last one of each car stays as its baseline."""


class Storage(Section):
    """The database and the pictures."""

    folder: DiskPath = Path("/var/lib/return-gate")
    """Folder of the database and the evidence."""
    evidence_max_bytes: Bytes = 8_000 * MEGABYTE
    """Most that pictures may take; the oldest and least needed go first."""
    outbox_max_bytes: Bytes = 256 * MEGABYTE
    """Most that unsent events may take; what is lost then is itself told."""
    min_free_bytes: Bytes = 512 * MEGABYTE
    """Free space that is left to the rest of the machine: pictures go before it is touched."""
    retention: Retention = Retention()


class Outbox(Section):
    """When an event may leave the disk."""

    wait_for: Literal["puback", "consumer"] = "puback"
    """Whose word releases an event: the broker's acknowledgement, or the central consumer's `ack`."""
    no_subscriber: Literal["keep", "accept"] = "keep"
    """What an acknowledgement without any subscriber (0x10) means: try again, or good enough."""
    rate_per_s: Annotated[float, Field(gt=0, le=1_000)] = 10.0
    """Most events per second when catching up."""
