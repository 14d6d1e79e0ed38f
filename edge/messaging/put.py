"""One HTTP PUT, with the standard library.

One small file at a time over a link of its own needs no pool, no redirects and no async; ``requests`` or
``httpx`` would bring four to six packages for that.
"""

from __future__ import annotations

import http.client
import ssl
import urllib.error
import urllib.request
from pathlib import Path

from edge.config.evidence import Evidence
from edge.messaging.trouble import Trouble, UnreachableError

_CHECK = "check evidence.upload_url, the network and the centre"


def put(rules: Evidence, name: str, jpeg: bytes) -> int:
    """PUT the picture below ``upload_url`` and return the status. Raises UnreachableError.

    Each of connecting, sending and hearing the answer may take ``timeout_s``.
    """
    headers = {"Content-Type": "image/jpeg", **_authorization(rules.token_file)}
    address = f"{str(rules.upload_url).rstrip('/')}/{name}"
    request = urllib.request.Request(address, data=jpeg, method="PUT", headers=headers)
    try:
        with urllib.request.urlopen(request, timeout=rules.timeout_s, context=_context(rules)) as answer:
            return int(answer.status)
    except urllib.error.HTTPError as refusal:
        with refusal:
            return refusal.code
    except (OSError, http.client.HTTPException, ValueError) as error:
        raise UnreachableError(_trouble(error)) from error


def _authorization(token_file: Path | None) -> dict[str, str]:
    # Read each time, so that a changed token needs no restart.
    if token_file is None:
        return {}
    try:
        token = token_file.read_text(encoding="ascii").partition("\n")[0].strip()
    except (OSError, UnicodeError) as error:
        text = f"evidence.token_file {token_file} cannot be read: {error}"
        trouble = Trouble(code="token-file", text=text, remedy="check the file and its owner")
        raise UnreachableError(trouble) from error
    return {"Authorization": f"Bearer {token}"}


def _context(rules: Evidence) -> ssl.SSLContext | None:
    if not str(rules.upload_url).startswith("https"):
        return None
    try:
        return ssl.create_default_context(cafile=rules.ca_file)
    except OSError as error:
        text = f"evidence.ca_file {rules.ca_file} cannot be used: {error}"
        raise UnreachableError(Trouble(code="ca-file", text=text, remedy="check the file")) from error


def _trouble(error: Exception) -> Trouble:
    cause = error.reason if isinstance(error, urllib.error.URLError) else error
    if isinstance(cause, ssl.SSLCertVerificationError):
        text = f"the certificate of the upload address is not accepted: {cause.verify_message}"
        remedy = "check evidence.ca_file, evidence.upload_url and the clock"
        return Trouble(code="upload-certificate", text=text, remedy=remedy)
    return Trouble(code="upload-unreachable", text=f"pictures cannot be brought: {cause}", remedy=_CHECK)
