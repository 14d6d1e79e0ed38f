"""HTTP GET of a picture, with the standard library: see :mod:`edge.messaging.put`."""

from __future__ import annotations

import http.client
import time
import urllib.error
import urllib.request
from typing import Any

from edge.config.evidence import Evidence
from edge.messaging.trouble import Trouble, UnreachableError
from edge.messaging.web import authorization, context

MOST_BYTES = 8_000_000
"""Of one picture; an encoded frame of 4K has some three million."""
_AT_ONCE = 65_536
REFUSED = "download-refused"
"""The centre does not give this one picture; it may have others."""


class _Straight(urllib.request.HTTPRedirectHandler):
    """Goes nowhere else: neither the token nor the question is for anybody whom the answer names."""

    def redirect_request(self, *_: Any) -> None:
        """Leave the redirect as the answer that it is."""


def fetch(rules: Evidence, path: str) -> bytes:
    """What lies there below ``download_url``. Raises UnreachableError.

    All of it may take ``download_timeout_s``, and a little more for the last piece.
    """
    end = time.monotonic() + rules.download_timeout_s
    address = f"{str(rules.download_url).rstrip('/')}/{path}"
    request = urllib.request.Request(address, headers=authorization(rules.token_file))
    https = urllib.request.HTTPSHandler(context=context(rules.ca_file, address))
    opener = urllib.request.build_opener(_Straight, https)
    try:
        with opener.open(request, timeout=rules.download_timeout_s) as answer:
            return _read(answer, end)
    except urllib.error.HTTPError as refusal:
        with refusal:
            raise UnreachableError(_trouble(f"HTTP {refusal.code}", REFUSED)) from refusal
    except (OSError, http.client.HTTPException, ValueError) as error:
        cause = error.reason if isinstance(error, urllib.error.URLError) else error
        raise UnreachableError(_trouble(str(cause))) from error


def _read(answer: http.client.HTTPResponse, end: float) -> bytes:
    pieces, left = [], MOST_BYTES
    while piece := answer.read1(_AT_ONCE):
        left -= len(piece)
        if left < 0:
            raise UnreachableError(_trouble(f"it is larger than {MOST_BYTES} bytes"))
        if time.monotonic() > end:
            raise UnreachableError(_trouble("it takes too long"))
        pieces.append(piece)
    return b"".join(pieces)


def _trouble(why: str, code: str = "download-failed") -> Trouble:
    remedy = "check evidence.download_url, the network and the centre"
    return Trouble(code=code, text=f"a picture cannot be fetched: {why}", remedy=remedy)
