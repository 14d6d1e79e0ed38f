"""mosquitto with the very configuration that ships, on free ports and in a folder of the test."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

from tests.broker.mosquitto import Mosquitto, free_port
from tests.broker.papers import Authority

SHIPPED = Path(__file__).parents[2] / "deploy" / "mosquitto"
_FOLDER = "/etc/mosquitto/return-gate"


class ShippedMosquitto(Mosquitto):
    """``port`` takes passwords, ``certificate_port`` certificates; ``allow`` lets a user in."""

    def __init__(self, folder: Path) -> None:
        self.certificate_port = free_port()
        self.private = folder / "private"
        self.authority = Authority(self.private)
        for paper, name in zip(self.authority.server(), ("server.crt", "server.key"), strict=True):
            paper.rename(self.private / name)
        super().__init__(folder)

    def configure(self, settings: str) -> None:
        """As Debian's own file does, and then ours with another folder and other ports."""
        text = (SHIPPED / "return-gate.conf").read_text()
        ports = ("listener 8883\n", self.port), ("listener 8884\n", self.certificate_port)
        for line, port in ports:
            assert text.count(line) == 1
            text = text.replace(line, f"listener {port} 127.0.0.1\n")
        included = self.folder / "conf.d"
        included.mkdir()
        (included / "return-gate.conf").write_text(text.replace(_FOLDER, str(self.private)))
        user = "user root\n" if os.getuid() == 0 else ""
        (self.folder / "mosquitto.conf").write_text(
            f"{user}persistence true\npersistence_location {self.folder}/\ninclude_dir {included}\n"
        )

    def allow(self, *words: str) -> subprocess.CompletedProcess[str]:
        """Run the shipped script; its answer."""
        return subprocess.run(
            [SHIPPED / "allow", *words],
            env=os.environ | {"RETURN_GATE_MOSQUITTO": str(self.private)},
            capture_output=True,
            text=True,
            check=False,
        )

    def password_of(self, *words: str) -> Path:
        """Let a user in, and the file that holds its password."""
        done = self.allow(*words)
        assert done.returncode == 0, done.stderr
        file = self.private / f"{'.'.join(words)}.password"
        file.write_text(done.stdout)
        return file
