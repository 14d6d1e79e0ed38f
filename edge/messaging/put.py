"""One HTTP PUT, with the standard library.

One small file at a time over a link of its own needs no pool, no redirects and no async; ``requests`` or
``httpx`` would bring four to six packages for that.
"""

from __future__ import annotations

import http.client
import ssl
import urllib.error
import urllib.request

from edge.config.evidence import Evidence
from edge.messaging.trouble import Trouble, UnreachableError
from edge.messaging.web import authorization, context

_CHECK = "check evidence.upload_url, the network and the centre"


def put(rules: Evidence, name: str, jpeg: bytes) -> int:
    """PUT the picture below ``upload_url`` and return the status. Raises UnreachableError.

    Each of connecting, sending and hearing the answer may take ``timeout_s``.
    """
    headers = {"Content-Type": "image/jpeg", **authorization(rules.token_file)}
    address = f"{str(rules.upload_url).rstrip('/')}/{name}"
    request = urllib.request.Request(address, data=jpeg, method="PUT", headers=headers)
    try:
        tls = context(rules.ca_file, address)
        with urllib.request.urlopen(request, timeout=rules.timeout_s, context=tls) as answer:
            return int(answer.status)
    except urllib.error.HTTPError as refusal:
        with refusal:
            return refusal.code
    except (OSError, http.client.HTTPException, ValueError) as error:
        raise UnreachableError(_trouble(error)) from error


def _trouble(error: Exception) -> Trouble:
    cause = error.reason if isinstance(error, urllib.error.URLError) else error
    if isinstance(cause, ssl.SSLCertVerificationError):
        text = f"the certificate of the upload address is not accepted: {cause.verify_message}"
        remedy = "check evidence.ca_file, evidence.upload_url and the clock"
        return Trouble(code="upload-certificate", text=text, remedy=remedy)
    return Trouble(code="upload-unreachable", text=f"pictures cannot be brought: {cause}", remedy=_CHECK)
