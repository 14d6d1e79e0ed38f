"""A good file: what is read, shown, hashed, and where its paths lead."""

from __future__ import annotations

import json
import re
import tomllib
from pathlib import Path

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st

from edge.config import builtin, check, load, schema, show
from edge.config.camera import Camera
from edge.config.gate import GateConfig
from edge.config.storing import Storage
from edge.config.telling import Mqtt

EXAMPLE = Path(__file__).parents[3] / "deploy" / "config" / "gate.toml"
TOKEN = re.compile(r"^#(?=[a-z_]+ = |\[)", re.MULTILINE)


def keys(table: object) -> set[str]:
    """Dotted names of every key, positions left out."""
    if isinstance(table, list):
        return set().union(*(keys(item) for item in table))
    if not isinstance(table, dict):
        return set()
    found = {(name, inner) for name, value in table.items() for inner in ("", *keys(value))}
    return {f"{name}.{inner}".rstrip(".") for name, inner in found}


def test_the_example_is_valid() -> None:
    config = check(EXAMPLE)
    assert (config.site, config.gate, config.camera[0].role) == ("seoul-01", "return-a", "lane")
    jsonschema.Draft202012Validator(schema()).validate(tomllib.loads(EXAMPLE.read_text()))


def test_the_example_shows_every_key_with_its_default(tmp_path: Path) -> None:
    bare, full = load(EXAMPLE), tmp_path / "gate.toml"
    full.write_text(TOKEN.sub("", EXAMPLE.read_text()))
    every = load(full)
    assert keys(every.model_dump(mode="json")) == keys(tomllib.loads(full.read_text()))
    assert (every.watch, every.plate) == (bare.watch, bare.plate)
    assert every.inspection.purpose == bare.inspection.purpose
    assert (every.storage, every.outbox, every.log) == (bare.storage, bare.outbox, bare.log)
    settable = {"username", "password_file", "tls"}
    assert every.mqtt.model_dump(exclude=settable) == bare.mqtt.model_dump(exclude=settable)
    assert every.camera[0].stall_s == bare.camera[0].stall_s


def test_relative_paths_count_from_the_files_folder(tmp_path: Path) -> None:
    file = tmp_path / "gate.toml"
    file.write_text(
        'site = "s"\ngate = "g"\nstorage.folder = "state"\nidentity.key_file = "fleet.key"\n'
        'camera = [{ role = "front", source = "a.mp4" }, { role = "rear", source = "rtsp://c/1" },'
        ' { role = "top", source = "0" }, { role = "left", source = "picamera2:0" }]'
    )
    config = load(file)
    assert config.storage.folder == tmp_path / "state"
    assert config.identity.key_file == tmp_path / "fleet.key"
    sources = [camera.source for camera in config.camera]
    assert sources == [str(tmp_path / "a.mp4"), "rtsp://c/1", "0", "picamera2:0"]


def test_check_accepts_files_that_are_there(tmp_path: Path) -> None:
    file = tmp_path / "gate.toml"
    (tmp_path / "pw").write_text("x\n")
    file.write_text(EXAMPLE.read_text() + '\n[mqtt.tls]\nca_file = "pw"\n')
    tls = check(file).mqtt.tls
    assert tls is not None
    assert tls.ca_file == tmp_path / "pw"


def test_the_builtin_defaults() -> None:
    config = builtin()
    assert (config.site, config.gate, [camera.role for camera in config.camera]) == (
        "demo",
        "replay",
        ["lane"],
    )


def test_the_tree_is_frozen() -> None:
    with pytest.raises(ValueError, match="frozen"):
        builtin().mqtt.port = 1


def test_equal_configurations_have_equal_hashes() -> None:
    assert builtin().hash == builtin().hash
    assert builtin().hash != builtin().model_copy(update={"gate": "other"}).hash
    assert re.fullmatch(r"[0-9a-f]{64}", builtin().hash)


def test_the_schema_is_json_and_refuses_what_we_refuse() -> None:
    validator = jsonschema.Draft202012Validator(json.loads(json.dumps(schema())))
    validator.validate({"site": "s", "gate": "g", "camera": [{"role": "lane", "source": "0"}]})
    assert not validator.is_valid({"site": "S", "gate": "g", "camera": [{"role": "lane", "source": "0"}]})
    assert not validator.is_valid({"site": "s", "gate": "g", "camera": [], "more": 1})


texts = st.text(st.characters(exclude_categories=["Cs"]), min_size=1).filter(lambda t: "://" not in t)


@given(
    host=st.sampled_from(["localhost", "10.0.0.5", "fe80::1%eth0", "münchen.example"]),
    folder=texts,
    stall_s=st.floats(min_value=0.001, max_value=86_400),
    port=st.integers(1, 65_535),
)
def test_what_is_shown_can_be_loaded_again(host: str, folder: str, stall_s: float, port: int) -> None:
    shown = GateConfig(
        site="s",
        gate="g",
        camera=(Camera(role="lane", source="0", stall_s=stall_s),),
        storage=Storage(folder=Path(folder)),
        mqtt=Mqtt(host=host, port=port),
    )
    assert GateConfig.model_validate_json(json.dumps(tomllib.loads(show(shown)))) == shown
