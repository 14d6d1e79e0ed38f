"""python -m models.scenes: renders clips and the proving ground, each with its truth."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

import click
import cv2
import numpy as np
import numpy.typing as npt

from models.scenes import demo, rental, yard
from models.scenes.again import photograph_again
from models.scenes.encode import Picture, Piece, over, piece_name, sensed, write_clip
from models.scenes.fleet import fleet, strewn
from models.scenes.pairing import write_pairs
from models.scenes.story import Story
from models.scenes.truth import CarPoints, passage, resized, write_truth

Floats32 = npt.NDArray[np.float32]
STORIES: dict[str, tuple[Callable[..., Story], Path]] = {
    "demo": (demo.return_lane, Path("models/scenes/clips")),
    "parked-and-people": (yard.parked_and_people, Path("tests/clips")),
    "pulls-away": (yard.pulls_away, Path("tests/clips")),
    "rental-checkout": (rental.checkout, Path("tests/clips")),
    "rental-return-clean": (rental.return_clean, Path("tests/clips")),
    "rental-return-damaged": (rental.return_damaged, Path("tests/clips")),
}
WORK = Path("build/scenes")
GROUND_SEED = 7
CELL = 0.016
"""Metres between vertices of a body: normals come from the field, so finer costs more and shows nothing."""
_FADE_S = 1.4
"""Seconds in which one day's light passes into the next, between two takes."""


@click.group()
def main() -> None:
    """Renders clips of a return lane, and the proving ground's stills, with their truth."""


def _clip_options(command: Callable[..., None]) -> Callable[..., None]:
    for option in (
        click.option("--resume", is_flag=True, help="Keep the frames that are rendered already."),
        click.option("--draft", is_flag=True, help="Half size, 2 samples."),
        click.option("--size", help="Picture size, as 640x360."),
        click.option("--samples", type=int, help="Rays a pixel."),
        click.option("--seed", type=int, default=2041, show_default=True),
        click.option("--work", type=click.Path(path_type=Path), default=WORK, help="Folder for the pieces."),
        click.option("--out", type=click.Path(path_type=Path), help="Folder for the clip and its truth."),
    ):
        command = option(command)
    return command


def _clip_command(name: str) -> click.Command:
    make, home = STORIES[name]

    @click.command(name, help=f"Renders the clip {name} as MP4 and its truth as JSON beside it.")
    @_clip_options
    def command(
        out: Path | None,
        work: Path,
        seed: int,
        samples: int | None,
        size: str | None,
        draft: bool,
        resume: bool,
    ) -> None:
        story = make(seed=seed)
        if draft:
            w, h = story.camera.size
            story = replace(resized(story, (w // 2, h // 2)), samples=2)
        if size:
            story = resized(story, _size(size))
        clip(replace(story, samples=samples or story.samples), work, out or home, resume=resume)

    return command


for _name in STORIES:
    main.add_command(_clip_command(_name))


@main.command()
@click.option("--out", type=click.Path(path_type=Path), default=WORK / "ground", show_default=True)
@click.option("--seed", type=int, default=GROUND_SEED, show_default=True)
@click.option("--cars", type=click.IntRange(1), default=10, show_default=True)
@click.option("--visits", type=click.IntRange(2), default=5, show_default=True, help="Visits of each car.")
@click.option("--only", type=click.IntRange(1), help="Render this car of them alone.")
@click.option("--samples", type=click.IntRange(1), default=3, show_default=True, help="Rays a pixel.")
@click.option("--size", default="640x360", show_default=True)
def ground(out: Path, seed: int, cars: int, visits: int, only: int | None, samples: int, size: str) -> None:
    """Renders the proving ground: four stills a visit, their truth, and every pair of visits.

    Goes on where a run was cut off.
    """
    planned = fleet(seed=seed, cars=cars, visits=visits)
    from models.scenes.stills import render_fleet  # noqa: PLC0415 - everything else works without Blender

    chosen = planned if only is None else planned[only - 1 : only]
    render_fleet(chosen, out=out, size=_size(size), samples=samples, cell=CELL)
    click.echo(f"{out}: {write_pairs(out, seed=seed)} pairs of visits")


@main.command("strewn")
@click.option("--out", type=click.Path(path_type=Path), default=WORK / "strewn", show_default=True)
@click.option("--seed", type=int, default=101, show_default=True)
@click.option("--cars", type=click.IntRange(1), default=100, show_default=True)
@click.option("--samples", type=click.IntRange(1), default=3, show_default=True, help="Rays a pixel.")
@click.option("--size", default="640x360", show_default=True)
def strewn_(out: Path, seed: int, cars: int, samples: int, size: str) -> None:
    """Renders cars with much damage, four stills each, to learn from; goes on where a run was cut off."""
    if seed == GROUND_SEED:
        raise click.UsageError(f"--seed {seed}: is the proving ground's; what it judges is not learnt from")
    planned = strewn(seed=seed, cars=cars)
    from models.scenes.stills import render_fleet  # noqa: PLC0415 - everything else works without Blender

    render_fleet(planned, out=out, size=_size(size), samples=samples, cell=CELL)


@main.command()
@click.argument("folder", type=click.Path(path_type=Path, exists=True, file_okay=False))
@click.option("--seed", type=int, default=7, show_default=True, help="Of the detections given.")
def pairs(folder: Path, seed: int) -> None:
    """Writes the pairs of the visits that are rendered in FOLDER again; needs no Blender."""
    click.echo(f"{folder}: {write_pairs(folder, seed=seed)} pairs of visits")


@main.command()
@click.argument("folder", type=click.Path(path_type=Path, exists=True, file_okay=False))
@click.option("--times", type=click.IntRange(1), default=4, show_default=True, help="For each visit.")
@click.option("--seed", type=int, default=7, show_default=True)
def again(folder: Path, times: int, seed: int) -> None:
    """Photographs the visits in FOLDER again in another light, and pairs them; needs no Blender."""
    made = photograph_again(folder, times=times, seed=seed)
    click.echo(f"{folder}: {made} visits more, {write_pairs(folder, seed=seed)} pairs of visits")


@main.command()
@click.argument("folder", type=click.Path(path_type=Path, exists=True, file_okay=False))
def believed(folder: Path) -> None:
    """Says how the shipped networks, trained on photographs, do on the stills in FOLDER; needs no Blender."""
    from models.scenes.believed import networks, report, verdicts  # noqa: PLC0415 - Blender's Python has none

    for line in report(verdicts(folder, *networks())):
        click.echo(line)


@main.command()
@click.argument("folder", type=click.Path(path_type=Path, exists=True, file_okay=False))
@click.option("--own-detector", is_flag=True, help="Look with our detector; without, boxes are as given.")
def counted(folder: Path, own_detector: bool) -> None:
    """Says how often an unchanged visit in FOLDER is called changed, and what is found; needs no Blender."""
    from models.scenes.counted import look_at, report  # noqa: PLC0415 - Blender's Python has no networks

    for line in report(list(look_at(folder, own_detector=own_detector))):
        click.echo(line)


@main.command()
@click.argument("folder", type=click.Path(path_type=Path, exists=True, file_okay=False))
def decided(folder: Path) -> None:
    """Says what a gate decides of the visits in FOLDER, one after the other; needs no Blender."""
    from models.scenes.decided import decided as decide  # noqa: PLC0415 - Blender's Python has no networks
    from models.scenes.decided import report  # noqa: PLC0415

    with TemporaryDirectory(prefix="return-gate-") as state:
        for line in report(list(decide(folder, Path(state)))):
            click.echo(line)


def _size(text: str) -> tuple[int, int]:
    w, h = (int(side) for side in text.split("x"))
    return w, h


def clip(story: Story, work: Path, out: Path, *, resume: bool) -> None:
    """Renders one story; `resume` keeps the pieces that lie in `work`."""
    pieces_at = work / f"{story.name}-{story.camera.size[0]}"
    if not resume:
        for old in pieces_at.glob("*.png"):
            old.unlink()
    from models.scenes.direct import play  # noqa: PLC0415 - everything else works without Blender

    pieces, points = play(story, work=pieces_at, cell=CELL)
    finish(story, pieces, points, pieces_at, out)


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
