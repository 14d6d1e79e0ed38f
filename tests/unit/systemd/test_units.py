"""Every unit that ships: understood by systemd, hardened, and each line with its reason."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from edge.app.threads import LAST_FRAME_S, LAST_MESSAGE_S, LAST_PASSAGE_S

FOLDER = Path(__file__).parents[3] / "systemd"
UNITS = sorted(FOLDER.glob("*.service"))
EXPOSURE = 2.0
"""Most that ``systemd-analyze security`` may say; units as Debian ships them are around 9.6."""

pytestmark = pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="systemd is not installed")


def analyze(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        ["systemd-analyze", *arguments], capture_output=True, text=True, timeout=60, check=False
    )


@pytest.mark.parametrize("unit", UNITS, ids=lambda unit: unit.name)
def test_systemd_understands_every_line(unit: Path, tmp_path: Path) -> None:
    copy = tmp_path / unit.name
    installed = re.sub(r"^(Exec\w+=)\S+", r"\1/bin/true", unit.read_text(), flags=re.MULTILINE)
    copy.write_text(installed)  # the program itself lies elsewhere until it is installed
    done = analyze("verify", "--man=no", str(copy))
    assert done.stderr == "", "an unknown key is only told on stderr"
    assert done.returncode == 0


@pytest.mark.parametrize("unit", UNITS, ids=lambda unit: unit.name)
def test_exposure_is_low(unit: Path) -> None:
    done = analyze("security", "--offline=true", "--no-pager", "--threshold=100", str(unit))
    found = re.search(r"Overall exposure level for \S+: ([\d.]+)", done.stdout)
    assert found is not None, done.stdout + done.stderr
    assert float(found.group(1)) <= EXPOSURE


def test_there_are_units() -> None:
    assert [unit.name for unit in UNITS] == ["return-gate-consumer.service", "return-gate.service"]


def test_the_stop_leaves_time_for_every_thread() -> None:
    text = (FOLDER / "return-gate.service").read_text()
    limit = re.search(r"^TimeoutStopSec=(\d+)$", text, re.MULTILINE)
    assert limit is not None

    whole_s = LAST_FRAME_S + 2 * LAST_PASSAGE_S + LAST_MESSAGE_S
    assert int(limit.group(1)) > whole_s + 10


def test_the_gate_may_ask_the_kernel_whether_its_clock_was_set() -> None:
    done = analyze(
        "security", "--offline=true", "--no-pager", "--threshold=100", str(FOLDER / "return-gate.service")
    )
    assert "ProtectClock= Service may write" in " ".join(done.stdout.split()), "it refuses the question, too"
    assert "@clock is included" in done.stdout
    assert "Service processes cannot change the system clock" in done.stdout, "and it can set none"
