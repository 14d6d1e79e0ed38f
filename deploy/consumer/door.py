"""Pictures over HTTP: a gate puts one under its hash, a browser or a gate gets it."""

from __future__ import annotations

import hmac
from dataclasses import dataclass, field
from pathlib import Path

from flask import Flask, Response, abort, request, send_file

from deploy.consumer.database import reading
from deploy.consumer.evidence import EvidenceFolder, Put, is_sha256
from deploy.consumer.reading import thumbnail

_ANSWERS = {
    Put.STORED: (201, "stored"),
    Put.THERE: (200, "is here already"),
    Put.WRONG_NAME: (422, "the name is not the SHA-256 of these bytes"),
    Put.OVERSIZE: (413, "larger than a picture may be"),
    Put.NO_JPEG: (415, "no JPEG"),
    Put.FULL: (507, "the disk is full; try later"),
}
_FOR_EVER = "private, max-age=31536000, immutable"


@dataclass(frozen=True, slots=True, kw_only=True)
class Door:
    """``PUT``, ``HEAD`` and ``GET /evidence/{sha256}``; a name may end in ``.jpg``."""

    database: Path
    evidence: EvidenceFolder
    token: str | None = field(default=None, repr=False)
    """What a gate must say in ``Authorization: Bearer``; None: anybody may put."""

    def on(self, app: Flask) -> None:
        """Give the application these addresses."""
        app.add_url_rule("/evidence/<name>", "picture", self.get, methods=["GET"])
        app.add_url_rule("/evidence/<name>", "put", self.put, methods=["PUT"])
        app.add_url_rule("/thumbnail/<site>/<gate>/<int:n>/<path:inspection_id>", "thumbnail", self.thumbnail)

    def put(self, name: str) -> tuple[str, int]:
        """201 stored, 200 here already; the rest as ``_ANSWERS`` says, 503 where the disk fails."""
        if not self._allowed():
            abort(401, "The upload token is missing or wrong.")
        status, text = _ANSWERS[self.evidence.put(name.removesuffix(".jpg"), request.get_data(cache=False))]
        return f"{text}\n", status

    def get(self, name: str) -> Response:
        """The picture. What is named by its hash never changes."""
        sha256 = name.removesuffix(".jpg")
        if not is_sha256(sha256) or not self.evidence.has(sha256):
            abort(404, "This picture has not come here.")
        answer = send_file(self.evidence.path(sha256).absolute(), mimetype="image/jpeg", etag=sha256)
        answer.headers["Cache-Control"] = _FOR_EVER
        return answer

    def thumbnail(self, site: str, gate: str, n: int, inspection_id: str) -> Response:
        """The small picture that came over MQTT."""
        with reading(self.database) as db:
            jpeg = thumbnail(db, f"/{site}/{gate}", inspection_id, n) if n < 10**9 else None
        if jpeg is None:
            abort(404, "This picture has not come here.")
        return Response(jpeg, mimetype="image/jpeg")

    def _allowed(self) -> bool:
        said = request.headers.get("Authorization", "").removeprefix("Bearer ")
        return self.token is None or hmac.compare_digest(said.encode(), self.token.encode())
