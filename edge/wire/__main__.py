"""``python -m edge.wire``: writes the schemas and ``asyncapi.yaml`` that ship. A deliberate act.

A changed file is a changed contract: look at the difference before it is committed.
"""

from __future__ import annotations

import json
from pathlib import Path

from edge.wire.asyncapi import asyncapi, to_yaml
from edge.wire.schemas import every_schema

CONTRACT_VERSION = "1.0.0"
FOLDER = Path(__file__).parent / "schemas"


def contract_files() -> dict[str, str]:
    """File name to text of everything that this command writes."""
    texts = {name: json.dumps(schema, indent=2) + "\n" for name, schema in every_schema().items()}
    return texts | {"asyncapi.yaml": to_yaml(asyncapi(CONTRACT_VERSION))}


def main() -> None:
    """Write every file, and take away those that no type stands behind any more."""
    texts = contract_files()
    for old in FOLDER.iterdir():
        if old.name not in texts:
            old.unlink()
    for name, text in texts.items():
        (FOLDER / name).write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
