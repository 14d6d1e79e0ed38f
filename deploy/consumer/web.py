"""The web application, put together: pages, pictures, and how a fault looks."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from flask import Flask, Response, render_template
from werkzeug.exceptions import HTTPException

from deploy.consumer.door import Door
from deploy.consumer.pages import Pages
from deploy.consumer.words import in_words
from edge.domain.errors import StorageError
from edge.wire.times import by_clock

_HEADERS = {
    # Nothing from anywhere else, no script at all: whatever a gate may send, the browser runs none of it.
    "Content-Security-Policy": "default-src 'none'; img-src 'self'; style-src 'self'; form-action 'self';"
    " base-uri 'none'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
}


def application(pages: Pages, door: Door, zone: ZoneInfo) -> Flask:
    """A WSGI application; every thread may serve it."""
    app = Flask("deploy.consumer")
    app.config["MAX_CONTENT_LENGTH"] = pages.evidence.max_bytes
    app.jinja_options = {"trim_blocks": True, "lstrip_blocks": True}
    app.add_template_filter(in_words, "words")
    app.add_template_filter(lambda at: _local(at, zone), "at")
    pages.on(app)
    door.on(app)
    app.register_error_handler(HTTPException, _refusal)
    app.register_error_handler(StorageError, _trouble)
    app.after_request(_guarded)
    return app


def _local(at: datetime, zone: ZoneInfo) -> str:
    return f"{by_clock(at, zone):%Y-%m-%d %H:%M:%S %Z}"


def _refusal(error: HTTPException) -> tuple[str, int]:
    return render_template("fault.html", title=error.name, text=error.description), error.code or 500


def _trouble(error: StorageError) -> tuple[str, int]:
    return render_template("fault.html", title="The disk does not answer", text=str(error)), 503


def _guarded(answer: Response) -> Response:
    answer.headers.update(_HEADERS)
    if "Cache-Control" not in answer.headers:
        answer.headers["Cache-Control"] = "no-store"
    return answer
