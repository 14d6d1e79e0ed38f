"""A folder that stands in for the machine: deploy/install runs in it, and downloads and starts nothing."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

CHECKOUT = Path(__file__).parents[3]
_NOTHING = "exit 0"
# `python3 -m venv DIR`: a pip that does nothing, and a gate that finds every configuration but "wrong" right.
_PYTHON = """
[ "$1" = -m ] || exit 0
mkdir -p "${@: -1}/bin"
printf '#!/bin/bash\\nexit 0\\n' >"${@: -1}/bin/pip"
printf '#!/bin/bash\\n[ "$1" != config ] || ! grep -q wrong "%s"\\n' "$CONFIG" >"${@: -1}/bin/gate"
chmod +x "${@: -1}/bin/"*
"""
_STUBS = {
    "python3": _PYTHON,
    "dpkg-query": "for it in tesseract-ocr tesseract-ocr-kor libgl1 libglib2.0-0 python3 python3-venv;"
    ' do echo "installed $it, "; done',
    "apt-cache": _NOTHING,
    "date": 'echo "$NOW"',
    # Root, as it seems, and no group of that name.
    "id": '[ "$1" != -u ] || echo 0',
    "install": 'a=(); while [ $# -gt 0 ]; do if [ "$1" = -g ]; then shift; else a+=("$1"); fi; shift; done;'
    ' exec /usr/bin/install "${a[@]}"',
    "systemctl": _NOTHING,
}


class Machine:
    """One that deploy/install puts a gate on."""

    def __init__(self, folder: Path) -> None:
        self._folder, self._checkout = folder, folder / "checkout"
        self.home, self.config = folder / "opt", folder / "etc" / "gate.toml"
        self.sample = self._checkout / "deploy" / "config" / "gate.toml"
        self.sample.parent.mkdir(parents=True)
        self.sample.write_text("a sample\n")
        for name in ("README.md", "systemd/return-gate.service", "deploy/lib.sh"):
            (self._checkout / name).parent.mkdir(exist_ok=True)
            shutil.copy(CHECKOUT / name, self._checkout / name)
        self._write_script()
        (folder / "bin").mkdir()
        for name, text in _STUBS.items():
            self.stub(name, text)

    def stub(self, name: str, text: str) -> None:
        """A command that does this instead."""
        path = self._folder / "bin" / name
        path.write_text(f"#!/bin/bash\n{text}\n")
        path.chmod(0o755)

    def install(self, now: str) -> subprocess.CompletedProcess[str]:
        """Run deploy/install while the clock says so."""
        path = f"{self._folder / 'bin'}:{os.environ['PATH']}"
        return subprocess.run(
            [self._checkout / "deploy" / "install"],
            env=os.environ | {"PATH": path, "NOW": now, "CONFIG": str(self.config)},
            capture_output=True,
            text=True,
            check=False,
        )

    def releases(self) -> list[str]:
        """Those that lie there."""
        return sorted(path.name for path in (self.home / "releases").iterdir())

    def in_force(self) -> str | None:
        """The release that ``venv`` leads to."""
        venv = self.home / "venv"
        return venv.resolve(strict=True).name if venv.is_symlink() else None

    def _write_script(self) -> None:
        text = (CHECKOUT / "deploy" / "install").read_text()
        for place, here in {
            "/opt/return-gate": self.home,
            "/etc/return-gate": self.config.parent,
            "/etc/systemd/system": self._folder,
            "/usr/local/bin/gate": self._folder / "gate",
            "/usr/bin/python3": self._folder / "bin" / "python3",
            "/run/systemd/system": self._folder,
        }.items():
            assert place in text
            text = text.replace(place, str(here))
        script = self._checkout / "deploy" / "install"
        script.write_text(text)
        script.chmod(0o755)
