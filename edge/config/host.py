"""A machine's name or address, as it can be looked up."""

from __future__ import annotations

import re
from ipaddress import IPv6Address
from typing import Annotated

from pydantic import AfterValidator

from edge.config.base import Text, refuse

_GAP = re.compile(r"[\s\x00-\x1f\x7f-\x9f]")


def _host(text: str) -> str:
    """The same text. What is refused is never repeated: it may hold a password."""
    if fault := _fault(text):
        refuse([((), fault)])
    return text


def _fault(text: str) -> str | None:
    if _GAP.search(text):
        return "must hold no space, line break or control character"
    if "/" in text or (":" in text and not _is_ipv6(text)):
        return (
            "must be a name or an address alone, without 'mqtt://', ':1883' or '/': give the port as 'port'"
        )
    try:
        text.encode("idna")  # as the look-up does
    except UnicodeError:
        return "must be a name or an address: parts of 1 to 63 letters, digits, '-' or '_' with '.' between"
    return None


def _is_ipv6(text: str) -> bool:
    """Also with the interface behind it, as in ``fe80::1%eth0``."""
    try:
        IPv6Address(text)
    except ValueError:
        return False
    return True


Host = Annotated[Text, AfterValidator(_host)]
"""Name, IPv4 or IPv6 address."""
