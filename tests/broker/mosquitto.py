"""A real mosquitto as a child process, on a free loopback port, with a configuration made for the test."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import time
from pathlib import Path
from types import TracebackType

from paho.mqtt import publish
from paho.mqtt.enums import MQTTProtocolVersion

PROGRAM = shutil.which("mosquitto", path="/usr/sbin:/usr/local/sbin:/usr/bin:/usr/local/bin")
_READY_S = 10.0


class Mosquitto:
    """One broker. It can be stopped and started again on the same port, as a real one can.

    ``settings`` are lines of mosquitto.conf; without any, everybody may do everything.
    """

    def __init__(self, folder: Path, settings: str = "allow_anonymous true\n") -> None:
        self.folder = folder
        self.port = free_port()
        self._process: subprocess.Popen[bytes] | None = None
        folder.mkdir(parents=True, exist_ok=True)
        self._configuration = folder / "mosquitto.conf"
        self.configure(settings)

    def configure(self, settings: str) -> None:
        """Write the configuration; it counts from the next start."""
        # Started by root it would become a user who cannot read the test's files.
        user = "user root\n" if os.getuid() == 0 else ""
        self._configuration.write_text(f"{user}listener {self.port} 127.0.0.1\n{settings}")

    def start(self) -> None:
        """Start, and wait until it accepts connections."""
        assert PROGRAM is not None, "mosquitto is not installed"
        with (self.folder / "mosquitto.log").open("ab") as log:
            self._process = subprocess.Popen(
                [PROGRAM, "-v", "-c", str(self._configuration)], stdout=log, stderr=log, cwd=self.folder
            )
        end = time.monotonic() + _READY_S
        while not accepts(self.port):
            assert self._process.poll() is None, self.log()
            assert time.monotonic() < end, "mosquitto does not accept connections"
            time.sleep(0.02)

    def pause(self) -> None:
        """Let it hang: connections stand, nothing is answered."""
        assert self._process is not None
        self._process.send_signal(signal.SIGSTOP)

    def resume(self) -> None:
        """Let it go on."""
        assert self._process is not None
        self._process.send_signal(signal.SIGCONT)

    def reload(self) -> None:
        """Read passwords and access lists again, as ``systemctl reload mosquitto`` does."""
        assert self._process is not None
        self._process.send_signal(signal.SIGHUP)

    def stop(self) -> None:
        """Stop it, and wait until it is gone."""
        if self._process is not None:
            self._process.terminate()
            self._process.wait(10)
            self._process = None

    def kill(self) -> None:
        """SIGKILL: nothing is said to anybody."""
        if self._process is not None:
            self._process.kill()
            self._process.wait(10)
            self._process = None

    def say(
        self,
        topic: str,
        payload: bytes,
        *,
        retain: bool = False,
        user: publish.AuthParameter | None = None,
        ca_file: Path | None = None,
    ) -> None:
        """Publish one message, as the centre might."""
        publish.single(
            topic,
            payload,
            qos=1,
            retain=retain,
            hostname="127.0.0.1",
            port=self.port,
            auth=user,
            tls={"ca_certs": str(ca_file)} if ca_file else None,
            protocol=MQTTProtocolVersion.MQTTv5,
        )

    def log(self) -> str:
        """All that it has said."""
        return (self.folder / "mosquitto.log").read_text(errors="replace")

    def __enter__(self) -> Mosquitto:
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()


def free_port() -> int:
    """A loopback port that nobody uses just now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def accepts(port: int) -> bool:
    """Somebody accepts connections there."""
    with socket.socket() as probe:
        probe.settimeout(0.5)
        return probe.connect_ex(("127.0.0.1", port)) == 0
