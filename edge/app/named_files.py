"""Files that the configuration names and that are there, but would keep the gate from starting."""

from __future__ import annotations

import os
import pwd
import subprocess
from collections.abc import Iterator
from pathlib import Path

from edge.config.base import Fault
from edge.config.files import named_files
from edge.config.gate import GateConfig
from edge.domain.errors import StorageError
from edge.storage.keys import key_from


def faults_of_files(config: GateConfig) -> Iterator[Fault]:
    """A fleet key that is none, and what is :func:`unreadable`."""
    yield from _fleet_key(config.identity.key_file)
    yield from unreadable(config)


def unreadable(config: GateConfig) -> Iterator[Fault]:
    """What the gate's own user may not read: where root asks, and the state folder says who that is."""
    user = _user(config.storage.folder)
    if user:
        for place, file in named_files(config.model_dump(mode="json")):
            if file.is_file() and not _may_read(user, file):
                yield place, f"{user.pw_name}, whom the gate runs as, may not read {file}"


def _fleet_key(file: Path | None) -> Iterator[Fault]:
    if file:
        try:
            key_from(file)
        except StorageError as fault:
            yield ("identity", "key_file"), str(fault)


def _user(state: Path) -> pwd.struct_passwd | None:
    """The owner of the state folder, where root asks and there is one."""
    if os.geteuid() != 0 or not state.exists() or state.stat().st_uid == 0:
        return None
    try:
        return pwd.getpwuid(state.stat().st_uid)
    except KeyError:
        return None


def _may_read(user: pwd.struct_passwd, file: Path) -> bool:
    """Asked as that user, since folders above it and access lists count too."""
    groups = os.getgrouplist(user.pw_name, user.pw_gid)
    asked = subprocess.run(
        ["test", "-r", file], user=user.pw_uid, group=user.pw_gid, extra_groups=groups, check=False
    )
    return asked.returncode == 0
