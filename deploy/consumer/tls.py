"""TLS towards the broker: who it must be, who we are, and no handshake without an end."""

from __future__ import annotations

import socket
import ssl
from pathlib import Path

HANDSHAKE_S = 5.0


class _TimedContext(ssl.SSLContext):
    """Shakes hands within a time of its own, and closes the socket when that fails.

    paho gives the handshake the whole keep-alive time, and leaves a refused socket to the garbage collector.
    """

    def wrap_socket(
        self,
        sock: socket.socket,
        server_side: bool = False,
        do_handshake_on_connect: bool = True,
        suppress_ragged_eofs: bool = True,
        server_hostname: str | bytes | None = None,
        session: ssl.SSLSession | None = None,
    ) -> ssl.SSLSocket:
        sock.settimeout(HANDSHAKE_S)
        wrapped = super().wrap_socket(
            sock, server_side, False, suppress_ragged_eofs, server_hostname, session
        )
        try:
            wrapped.do_handshake()
        except OSError:
            wrapped.close()
            raise
        return wrapped


def tls_context(ca_file: Path, cert_file: Path | None, key_file: Path | None) -> ssl.SSLContext:
    """A context that checks the broker's certificate and name. Raises OSError over a file."""
    context = _TimedContext(ssl.PROTOCOL_TLS_CLIENT)
    context.load_verify_locations(ca_file)
    if cert_file is not None:
        context.load_cert_chain(cert_file, key_file)
    return context
