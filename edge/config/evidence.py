"""``[evidence]``: how pictures leave the gate, and how those of other gates come."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Self
from urllib.parse import SplitResult, urlsplit

from pydantic import Field, model_validator

from edge.config.base import DiskPath, Fault, Seconds, Section, Text, needs, refuse

_HERE = ("localhost", "127.0.0.1", "::1")


class Evidence(Section):
    """Pictures go to the centre behind their events, each named by the SHA-256 of its bytes."""

    upload_url: Text | None = None
    """`http://` or `https://` address below which each picture is PUT; left out: they stay at the gate."""
    download_url: Text | None = None
    """`http://` or `https://` address below which pictures of what the centre hands over lie; left out: it is
    compared without them."""
    token_file: DiskPath | None = None
    """File whose first line is sent as `Authorization: Bearer`."""
    ca_file: DiskPath | None = None
    """Certificate of the authority that signed the centre's; left out: those that the machine trusts."""
    rate_bytes_per_s: Annotated[int, Field(ge=1_000)] = 500_000
    """Most that pictures may take of the line."""
    timeout_s: Seconds = 60.0
    """Longest time for one picture on its way."""
    download_timeout_s: Annotated[float, Field(gt=0, le=20)] = 5.0
    """Longest time for one picture to come: the car waits."""
    thumbnails: bool = False
    """true: also a JPEG of at most 48 KiB per picture over MQTT, on `evidence/{inspection}/{n}`."""

    @model_validator(mode="after")
    def _consistent(self) -> Self:
        refuse(self._faults())
        return self

    def _faults(self) -> Iterator[Fault]:
        addresses = {"upload_url": self.upload_url, "download_url": self.download_url}
        given = {key: address for key, address in addresses.items() if address is not None}
        if not given:
            yield from needs(self, "token_file", "upload_url")
            yield from needs(self, "ca_file", "upload_url")
        for key, address in given.items():
            yield from _faults_of(key, address, has_token=self.token_file is not None)


def _faults_of(key: str, address: str, *, has_token: bool) -> Iterator[Fault]:
    place = _split(address)
    if place is None or place.scheme not in ("http", "https") or not place.hostname:
        yield (key,), "must be an address that begins with http:// or https://"
    elif place.password is not None or place.username is not None:
        yield (key,), "must not hold a name or password: give 'token_file'"
    elif place.query or place.fragment:
        yield (key,), "must end before '?' and '#': the picture's name is added to it"
    elif has_token and place.scheme == "http" and place.hostname not in _HERE:
        yield ("token_file",), "a token would be read by others on the way: use https://"


def _split(address: str) -> SplitResult | None:
    try:
        place = urlsplit(address)
        _ = place.port
    except ValueError:
        return None
    return place
