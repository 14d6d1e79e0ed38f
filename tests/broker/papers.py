"""Certificates and passwords, made for a test by openssl and mosquitto_passwd."""

from __future__ import annotations

import subprocess
from pathlib import Path
from typing import NamedTuple


class Paper(NamedTuple):
    """A certificate and its private key."""

    certificate: Path
    key: Path


class Authority:
    """Signs certificates; its own is ``certificate``."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._folder = folder
        self.certificate, self._key = folder / "ca.crt", folder / "ca.key"
        _openssl(
            *_request("ca", self._key), "-x509", "-days", "2", "-addext", "keyUsage=keyCertSign,cRLSign",
            "-out", self.certificate,
        )  # fmt: skip

    def server(self) -> Paper:
        """For a broker at 127.0.0.1."""
        return self._signed("broker", "subjectAltName=IP:127.0.0.1\nextendedKeyUsage=serverAuth\n", 2)

    def client(self, name: str, days: int = 2) -> Paper:
        """For a gate or consumer of this name; -1 day: it was valid until yesterday."""
        return self._signed(name, "extendedKeyUsage=clientAuth\n", days)

    def _signed(self, name: str, extensions: str, days: int) -> Paper:
        key, request, signed, terms = (self._folder / f"{name}.{end}" for end in ("key", "csr", "crt", "ext"))
        terms.write_text(extensions)
        _openssl(*_request(name, key), "-out", request)
        _openssl(
            "x509", "-req", "-in", request, "-CA", self.certificate, "-CAkey", self._key, "-CAcreateserial",
            "-days", days, "-extfile", terms, "-out", signed,
        )  # fmt: skip
        return Paper(signed, key)


def certificates(folder: Path) -> tuple[Path, Path, Path]:
    """A certificate authority, and a certificate and key of 127.0.0.1 that it has signed."""
    authority = Authority(folder)
    return authority.certificate, *authority.server()


def passwords(folder: Path, *names: str, password: str = "right") -> Path:
    """A mosquitto password file in which all of these have one password."""
    file = folder / "passwords"
    file.touch(mode=0o600)
    for name in names:
        subprocess.run(["mosquitto_passwd", "-b", str(file), name, password], check=True, capture_output=True)
    return file


def _request(name: str, key: Path) -> tuple[str | Path, ...]:
    return "req", "-newkey", "rsa:2048", "-nodes", "-subj", f"/CN={name}", "-keyout", key


def _openssl(*words: object) -> None:
    subprocess.run(["openssl", *(str(word) for word in words)], check=True, capture_output=True)
