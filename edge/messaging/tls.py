"""TLS towards the broker: who it must be, who we are, and no handshake without an end."""

from __future__ import annotations

import socket
import ssl

from edge.config.telling import Tls
from edge.messaging.trouble import Trouble, UnreachableError


class _TimedContext(ssl.SSLContext):
    """Shakes hands within a time of its own, and closes the socket when that fails.

    paho gives the handshake the whole keep-alive time, and leaves a refused socket to the garbage collector.
    """

    handshake_s: float = 5.0

    def wrap_socket(
        self,
        sock: socket.socket,
        server_side: bool = False,
        do_handshake_on_connect: bool = True,
        suppress_ragged_eofs: bool = True,
        server_hostname: str | bytes | None = None,
        session: ssl.SSLSession | None = None,
    ) -> ssl.SSLSocket:
        sock.settimeout(self.handshake_s)
        wrapped = super().wrap_socket(
            sock, server_side, False, suppress_ragged_eofs, server_hostname, session
        )
        try:
            wrapped.do_handshake()
        except OSError:
            wrapped.close()
            raise
        return wrapped


def tls_context(tls: Tls, handshake_s: float) -> ssl.SSLContext:
    """A context that checks the broker's certificate and name. Raises UnreachableError over a file."""
    context = _TimedContext(ssl.PROTOCOL_TLS_CLIENT)
    context.handshake_s = handshake_s
    try:
        _load(context, tls)
    except OSError as error:
        text = f"a file of mqtt.tls cannot be used: {error}"
        trouble = Trouble(code="certificate-file", text=text, remedy="check the files of mqtt.tls")
        raise UnreachableError(trouble) from error
    return context


def _load(context: ssl.SSLContext, tls: Tls) -> None:
    if tls.ca_file is None:
        context.load_default_certs()
    else:
        context.load_verify_locations(tls.ca_file)
    if tls.cert_file is not None:
        context.load_cert_chain(tls.cert_file, tls.key_file)
