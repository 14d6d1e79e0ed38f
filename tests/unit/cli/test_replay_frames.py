"""The frames of a replay are those that the gate's own cameras would have given."""

from __future__ import annotations

from contextlib import ExitStack
from pathlib import Path

from edge.cli.replay import open_frames
from edge.config.camera import Camera
from edge.config.gate import GateConfig
from tests.unit.capture.clips import HEIGHT, WIDTH, write_clip


def test_a_recording_is_turned_as_the_camera_of_its_role(tmp_path: Path) -> None:
    clip = write_clip(tmp_path / "a.avi", 2)
    on_its_side = Camera(role="front", source="0", rotation_deg=90)
    config = GateConfig(site="s", gate="g", camera=(on_its_side, Camera(role="rear", source="1")))
    with ExitStack() as stack:
        roles, frames = open_frames((f"front={clip}", f"rear={clip}", f"top={clip}"), config, stack)
        sizes = {frame.role: (frame.width, frame.height) for frame in frames}
    assert roles == ("front", "rear", "top")
    assert sizes == {"front": (HEIGHT, WIDTH), "rear": (WIDTH, HEIGHT), "top": (WIDTH, HEIGHT)}


def test_plain_recordings_are_of_the_first_camera(tmp_path: Path) -> None:
    clip = write_clip(tmp_path / "a.avi", 2)
    config = GateConfig(site="s", gate="g", camera=(Camera(role="lane", source="0", rotation_deg=270),))
    with ExitStack() as stack:
        _, frames = open_frames((str(clip), str(clip)), config, stack)
        assert {(frame.role, frame.width) for frame in frames} == {("lane", HEIGHT)}
