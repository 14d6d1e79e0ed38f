"""What every way to the centre's pictures needs: the token, and whom to believe."""

from __future__ import annotations

import ssl
from pathlib import Path

from edge.messaging.trouble import Trouble, UnreachableError


def authorization(token_file: Path | None) -> dict[str, str]:
    """The header that shows the token; none without a file. Raises UnreachableError."""
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


def context(ca_file: Path | None, address: str) -> ssl.SSLContext | None:
    """Of an ``https`` address; None for another. Raises UnreachableError."""
    if not address.startswith("https"):
        return None
    try:
        return ssl.create_default_context(cafile=ca_file)
    except OSError as error:
        text = f"evidence.ca_file {ca_file} cannot be used: {error}"
        raise UnreachableError(Trouble(code="ca-file", text=text, remedy="check the file")) from error
