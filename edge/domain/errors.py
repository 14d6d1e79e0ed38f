"""The exception tree. Recoverable is a type: what is not a ``GateError`` is a bug and ends the process."""


class GateError(Exception):
    """Something outside the program is wrong, and the message says what in a technician's words."""


class ConfigError(GateError):
    """The configuration cannot be used. Carries every fault found, not only the first."""

    def __init__(self, faults: list[str]) -> None:
        super().__init__("\n".join(faults))
        self.faults = faults


class SourceError(GateError):
    """A camera, clip or picture cannot be opened or stopped delivering."""


class ModelError(GateError):
    """A network's folder is damaged, incomplete, or does not do what its card says."""


class StageError(GateError):
    """One stage of one inspection failed; the stage becomes a Gap and the inspection goes on."""

    def __init__(self, reason: str, detail: str) -> None:
        super().__init__(f"{reason}: {detail}")
        self.reason = reason
        self.detail = detail


class StorageError(GateError):
    """The store cannot be opened, read or written (full disk, damaged database, wrong version)."""


class BrokerError(GateError):
    """The broker refused us for a reason that a person must mend (certificate, password, ACL)."""


class DataError(GateError):
    """A file given to be measured (truth, labels, pictures) is missing or malformed."""
