"""TLS towards the broker: who it must be, who we are, and no handshake without an end."""

from __future__ import annotations

import socket
import ssl
from contextlib import suppress
from typing import TYPE_CHECKING

from edge.config.telling import Tls
from edge.messaging.trouble import Trouble, UnreachableError, alert_of

if TYPE_CHECKING:
    from _typeshed import ReadableBuffer

_WAIT = (ssl.SSLWantReadError, ssl.SSLWantWriteError)


class _Telling(ssl.SSLSocket):
    """Keeps what the other side complained of: with TLS 1.3 it refuses our certificate after the handshake,
    and paho tells of a lost connection only.
    """

    def recv(self, buflen: int = 1024, flags: int = 0) -> bytes:
        try:
            return super().recv(buflen, flags)
        except _WAIT:
            raise
        except ssl.SSLError as error:
            if isinstance(self.context, Context):
                self.context.complaint = alert_of(error)
            raise

    def send(self, data: ReadableBuffer, flags: int = 0) -> int:
        try:
            return super().send(data, flags)
        except _WAIT:
            raise
        except OSError:
            with suppress(OSError):
                self.recv(1)  # why it has hung up still lies there to be read
            raise


class Context(ssl.SSLContext):
    """Shakes hands within a time of its own, and closes the socket when that fails.

    paho gives the handshake the whole keep-alive time, and leaves a refused socket to the garbage collector.
    """

    sslsocket_class = _Telling
    handshake_s: float = 5.0
    complaint: str | None = None
    """OpenSSL's name of the alert that ended the connection."""

    def wrap_socket(
        self,
        sock: socket.socket,
        server_side: bool = False,
        do_handshake_on_connect: bool = True,
        suppress_ragged_eofs: bool = True,
        server_hostname: str | bytes | None = None,
        session: ssl.SSLSession | None = None,
    ) -> ssl.SSLSocket:
        """As the library's, with the handshake done. Raises OSError."""
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


def tls_context(tls: Tls, handshake_s: float) -> Context:
    """A context that checks the broker's certificate and name. Raises UnreachableError over a file."""
    context = Context(ssl.PROTOCOL_TLS_CLIENT)
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
