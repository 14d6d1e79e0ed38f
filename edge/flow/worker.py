"""A thread that repeats one step, answers for its heartbeat, and brings its failure to its owner."""

from __future__ import annotations

from collections.abc import Callable
from threading import Event, Thread

from edge.flow.clock import Clock
from edge.flow.closed import Closed


class Worker:
    """Runs ``step`` again and again until it is stopped, or until ``step`` raises :class:`Closed`.

    A step takes one job and does it, or returns after a short wait for one; so the time since the last
    step began is both the heartbeat of the loop and the age of its job.
    """

    def __init__(
        self,
        *,
        name: str,
        step: Callable[[], None],
        clock: Clock,
        deadline_s: float,
        ended: Event | None = None,
    ) -> None:
        """``deadline_s``: longest time for one step; ``ended``: set when the thread ends, for the owner."""
        self.name = name
        self._step = step
        self._clock = clock
        self._deadline_ns = int(deadline_s * 1e9)
        self._ended = ended or Event()
        self._stopping = Event()
        self._failure: BaseException | None = None
        self._beat_ns = clock.now_ns()
        # A thread that hangs in a driver must not keep the process from ending: systemd starts it anew.
        self._thread = Thread(target=self._run, name=name, daemon=True)

    def start(self) -> None:
        """Begin."""
        self._beat_ns = self._clock.now_ns()
        self._thread.start()

    def stop(self) -> None:
        """Ask the loop to end after the step that it is in."""
        self._stopping.set()

    def join(self, timeout_s: float) -> bool:
        """Wait for the end; False if it did not come in time."""
        if self._thread.ident is not None:
            self._thread.join(timeout_s)
        return not self._thread.is_alive()

    @property
    def alive(self) -> bool:
        """Whether the thread runs."""
        return self._thread.is_alive()

    def overdue(self) -> bool:
        """Whether the step under way has passed its deadline. An ended worker is never overdue."""
        return self.alive and self._clock.now_ns() - self._beat_ns > self._deadline_ns

    def raise_failure(self) -> None:
        """Raise in the owner's thread what ended this one, with its own traceback, if anything did."""
        if self._failure is not None:
            raise self._failure

    def _run(self) -> None:
        try:
            while not self._stopping.is_set():
                self._beat_ns = self._clock.now_ns()
                self._step()
        except Closed:
            pass
        except BaseException as failure:  # noqa: BLE001 - the one place: a thread has nobody else to tell
            self._failure = failure
        finally:
            self._ended.set()
