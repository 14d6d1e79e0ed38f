"""Config to parts, by plain constructor calls."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from edge.app import plate_engines
from edge.app.box_readers import ReadBox
from edge.app.centre import Centre
from edge.app.checkup import Trial
from edge.app.damages import DamageStage
from edge.app.filing import Desk, Inspects
from edge.app.fitted import suspicion_of
from edge.app.inspector import Inspector, Stage
from edge.app.plates import PlateStage
from edge.app.vehicles import VehicleStage, nobody_looked
from edge.app.watcher import Watcher
from edge.config.camera import Camera
from edge.config.gate import GateConfig
from edge.config.inspecting import Plate
from edge.domain.frame import Image
from edge.domain.geometry import Box
from edge.domain.inspection import ModelRef, Purpose
from edge.domain.observation import Recognition
from edge.domain.passage import Direction
from edge.flow.clock import Clock
from edge.inference.card import Folder
from edge.inference.classifier import Classifier
from edge.inference.damage import DamageNetwork
from edge.inference.detector import Detector
from edge.inference.opening import proved
from edge.inference.runtime import Network, OpenNetwork
from edge.inference.shelf import VEHICLE, Shelf
from edge.inference.vehicle import VehicleNetwork
from edge.inspection.compare.judge import Judge
from edge.inspection.gallery import Gallery
from edge.inspection.purpose import Purposes
from edge.inspection.roster import Roster
from edge.resources import change_rule
from edge.storage.enrolled import Enrolled
from edge.storage.keys import fleet_key, key_from
from edge.storage.store import Store
from edge.tracking.fusion import Fusion
from edge.tracking.judgement import VehicleRules
from edge.tracking.lane import WHOLE_PICTURE, Lane


@dataclass(frozen=True, slots=True, kw_only=True)
class Networks:
    """The checked folders of every network that the gate runs. Interpreters are made by the threads that
    own them.

    Raises ModelError when loaded: a gate with a damaged network does not start.
    """

    vehicle: Folder
    plate: Folder
    reader: Folder | None
    """None where something else reads the plates."""
    damage: Folder
    condition: Folder
    recognition: Folder | None
    """None where no vehicle network is installed: a gap of every inspection."""

    @classmethod
    def of(cls, config: GateConfig) -> Networks:
        """Of a gate: those that ship, or its fleet's own."""
        return cls.load(config.plate, Shelf.of(config.models.folder))

    @classmethod
    def load(cls, plate: Plate, shelf: Shelf) -> Networks:
        """What the configured engine needs. Each has been run on the golden input."""

        def take(name: str) -> Folder:
            return proved(shelf.take(name))

        return cls(
            vehicle=take("vehicle-detector"),
            plate=take("plate-detector"),
            reader=take("plate-reader") if plate.engine == "network" else None,
            damage=take("damage"),
            condition=take("condition"),
            recognition=take(VEHICLE) if shelf.holds(VEHICLE) else None,
        )

    @property
    def refs(self) -> tuple[ModelRef, ...]:
        """As events name them."""
        folders = (self.vehicle, self.plate, self.reader, self.damage, self.condition, self.recognition)
        return tuple(folder.ref for folder in folders if folder is not None)


def make_watcher(
    config: GateConfig, networks: Networks, role: str, *, open_network: OpenNetwork = Network
) -> Watcher:
    """The watch of one camera; called in the thread that will step it."""
    watch, camera = config.watch, camera_of(config, role)
    rules = VehicleRules(least_share=watch.min_vehicle_share, unaided_share=watch.unaided_vehicle_share)
    return Watcher(
        detect=Detector(networks.vehicle, open_network=open_network),
        rules=rules,
        lane=Lane(corners=camera.lane_polygon) if camera else WHOLE_PICTURE,
        detect_every_s=watch.detect_every_s,
        keep_views=watch.keep_views,
        small_px=watch.small_px,
    )


def camera_of(config: GateConfig, role: str) -> Camera | None:
    """The configured camera with that role; a replay may have others."""
    return next((camera for camera in config.camera if camera.role == role), None)


def make_fusion(config: GateConfig, roles: tuple[str, ...]) -> Fusion:
    """What joins the passages of these cameras."""
    return Fusion(roles, join_s=config.watch.join_s)


def make_reader(config: GateConfig, networks: Networks, *, open_network: OpenNetwork = Network) -> ReadBox:
    """The plate reader; called in the thread that will use it."""
    return plate_engines.make_reader(config.plate, networks.reader, open_network=open_network)


def make_inspector(
    config: GateConfig,
    networks: Networks,
    read: ReadBox,
    *,
    open_network: OpenNetwork = Network,
    now_ns: Callable[[], int] = time.perf_counter_ns,
    enrolled: Path | None = None,
) -> Inspector:
    """The inspection; called in the thread that will use it.

    Args:
        config: of the gate.
        networks: checked folders.
        read: the plate reader.
        open_network: makes every interpreter.
        now_ns: a monotonic clock, for the time that each stage took.
        enrolled: state folder with the labels that were enrolled; None: none were.
    """
    damage = DamageNetwork(networks.damage, open_network=open_network)
    rule = suspicion_of(Shelf.of(config.models.folder))
    look = plate_engines.make_look(config.plate, networks.plate, read, open_network=open_network)
    return Inspector(
        plate=PlateStage(look),
        vehicle=make_recognition(networks.recognition, enrolled, open_network=open_network),
        damage=DamageStage(
            look=partial(damage, min_score=rule["asked_from"]),
            told_from=rule["sure_from"],
            classify=Classifier(networks.condition, open_network=open_network),
        ),
        models=networks.refs,
        now_ns=now_ns,
    )


def make_recognition(
    folder: Folder | None, enrolled: Path | None, *, open_network: OpenNetwork = Network
) -> Stage[Recognition]:
    """What recognises the vehicle; called in the thread that will use it."""
    if folder is None:
        return nobody_looked
    network = VehicleNetwork(folder, open_network=open_network)
    shown = Enrolled(enrolled, folder.card.sha256).now if enrolled else Gallery
    return VehicleStage(look=network, recognise=network.recogniser, embedder=network.embedder, enrolled=shown)


def roles_of(config: GateConfig) -> frozenset[str]:
    """Of the gate's cameras."""
    return frozenset(camera.role for camera in config.camera)


def make_purposes(config: GateConfig) -> Purposes:
    """What passages through this lane are, by their direction."""
    told = config.inspection.by_direction.model_dump(exclude_none=True)
    by_direction = {Direction(way): Purpose(name) for way, name in told.items()}
    return Purposes(usual=Purpose(config.inspection.purpose), by_direction=by_direction)


def make_judge(config: GateConfig) -> Judge:
    """What tells whether a place of a vehicle changed."""
    rule = suspicion_of(Shelf.of(config.models.folder))
    return Judge.of(change_rule(), config.inspection.false_new_per_view, rule)


def make_desk(
    config: GateConfig,
    inspector: Inspects,
    *,
    store: Store,
    clock: Clock,
    key: bytes,
    cameras: frozenset[str],
    roster: Callable[[], Roster | None],
    centre: Centre | None = None,
) -> Desk:
    """Inspection and filing; called in the thread that will use it, with a store of that thread."""
    return Desk(
        inspector=inspector,
        store=store,
        key=key,
        clock=clock,
        purposes=make_purposes(config),
        now_ns=time.perf_counter_ns,
        judge=make_judge(config),
        cameras=cameras,
        roster=roster,
        centre=centre,
    )


def make_trials(config: GateConfig) -> tuple[Trial, ...]:
    """What the health check does with a picture: every network and the reader, opened anew each time."""
    shelf = Shelf.of(config.models.folder)

    def detect(name: str, picture: Image) -> str:
        return f"{len(Detector(proved(shelf.take(name)))(picture))} found"

    def classify(name: str, picture: Image) -> str:
        odds = Classifier(proved(shelf.take(name)))(picture)
        label = max(odds, key=lambda each: odds[each])
        return f"{label} {odds[label]:.2f}"

    def read(picture: Image) -> str:
        reader = make_reader(config, Networks.of(config))
        height, width = picture.shape[:2]
        reading = reader(picture, Box.of_size(0, 0, width, height))
        return "nothing legible" if reading is None else "legible"

    def recognise(picture: Image) -> str:
        side, chance = VehicleNetwork(proved(shelf.take(VEHICLE)))(picture).view
        return f"{side} {chance:.2f}"

    trials = (
        ("network vehicle-detector", partial(detect, "vehicle-detector")),
        ("network plate-detector", partial(detect, "plate-detector")),
        ("network damage", partial(detect, "damage")),
        ("network condition", partial(classify, "condition")),
        ("plate reader", read),
    )
    return (*trials, (f"network {VEHICLE}", recognise)) if shelf.holds(VEHICLE) else trials


def vehicle_hash_key(config: GateConfig) -> bytes:
    """The fleet's key from its file, else this gate's own. Raises StorageError."""
    file = config.identity.key_file
    return key_from(file) if file else fleet_key(config.storage.folder)


def source_name(config: GateConfig) -> str:
    """``source`` of this gate's events."""
    return f"/{config.site}/{config.gate}"
