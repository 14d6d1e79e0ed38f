"""python -m models.scenes STORY: renders a clip and its truth."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import click
import cv2
import numpy as np
import numpy.typing as npt

from models.scenes import demo, yard
from models.scenes.encode import Picture, Piece, over, piece_name, sensed, write_clip
from models.scenes.story import Story
from models.scenes.truth import CarPoints, passage, resized, write_truth

Floats32 = npt.NDArray[np.float32]
STORIES: dict[str, tuple[Callable[..., Story], Path]] = {
    "demo": (demo.return_lane, Path("models/scenes/clips")),
    "parked-and-people": (yard.parked_and_people, Path("tests/clips")),
    "pulls-away": (yard.pulls_away, Path("tests/clips")),
}
CELL = 0.016
"""Metres between vertices of a body: normals come from the field, so finer costs more and shows nothing."""
_FADE_S = 1.4
"""Seconds in which one day's light passes into the next, between two takes."""


@click.command()
@click.argument("name", type=click.Choice(sorted(STORIES)))
@click.option("--out", type=click.Path(path_type=Path), help="Folder for the clip and its truth.")
@click.option(
    "--work", type=click.Path(path_type=Path), default=Path("build/scenes"), help="Folder for the pieces."
)
@click.option("--seed", type=int, default=2041, show_default=True)
@click.option("--samples", type=int, help="Rays a pixel.")
@click.option("--size", help="Picture size, as 640x360.")
@click.option("--draft", is_flag=True, help="Half size, 2 samples.")
@click.option("--resume", is_flag=True, help="Keep the frames that are rendered already.")
def main(
    name: str,
    out: Path | None,
    work: Path,
    seed: int,
    samples: int | None,
    size: str | None,
    draft: bool,
    resume: bool,
) -> None:
    """Renders the story NAME: the clip as MP4 and its truth as JSON beside it."""
    make, home = STORIES[name]
    story = make(seed=seed)
    if draft:
        w, h = story.camera.size
        story = replace(resized(story, (w // 2, h // 2)), samples=2)
    if size:
        w, h = (int(side) for side in size.split("x"))
        story = resized(story, (w, h))
    story = replace(story, samples=samples or story.samples)
    pieces_at = work / f"{story.name}-{story.camera.size[0]}"
    if not resume:
        for old in pieces_at.glob("*.png"):
            old.unlink()
    from models.scenes.direct import play  # noqa: PLC0415 - everything else works without Blender

    pieces, points = play(story, work=pieces_at, cell=CELL)
    finish(story, pieces, points, pieces_at, out or home)


def finish(story: Story, pieces: list[Piece], points: list[CarPoints], work: Path, out: Path) -> None:
    """Writes the clip and its truth from rendered pieces."""
    clip = out / f"{story.name}.mp4"
    write_clip(clip, frames(story, pieces, work), fps=story.fps, size=story.camera.size)
    parts = [(take, car) for take in story.takes for car in take.cars]
    found = [
        passage(story, take, car, seen) for (take, car), seen in zip(parts, points, strict=True) if car.passes
    ]
    write_truth(story, found, clip=clip.name, to=clip.with_suffix(".json"))
    click.echo(f"{clip}: {clip.stat().st_size / 1e6:.2f} MB, {story.frames} frames, {len(found)} passages")


def frames(story: Story, pieces: list[Piece], work: Path) -> Iterator[Picture]:
    """The clip's frames in order, with the sensor's noise."""
    dice = np.random.default_rng(story.seed)
    empties = [_read(work / f"empty-{k}.png").astype(np.float32) for k in range(len(story.takes))]
    for piece in pieces:
        picture = _empty(story, empties, piece.number / story.fps)
        for part, region in enumerate(piece.regions):
            picture = over(picture, _read(work / piece_name(piece.number, part)), region)
        yield sensed(picture, level=story.noise, dice=dice)


def _empty(story: Story, empties: list[Floats32], at_s: float) -> Floats32:
    now = story.take_at(at_s)
    picture = empties[now]
    for other, seam in ((now - 1, story.takes[now].from_s), (now + 1, story.takes[now].to_s)):
        if 0 <= other < len(empties):
            share = max(0.0, 0.5 - abs(at_s - seam) / _FADE_S)
            picture = picture * (1 - share) + empties[other] * share
    return picture


def _read(file: Path) -> Picture:
    picture = cv2.imread(str(file))
    if picture is None:
        raise FileNotFoundError(f"{file} is not a picture; render again without --resume")
    return np.asarray(picture, dtype=np.uint8)


if __name__ == "__main__":
    main()
