"""The configuration: one frozen typed tree, read once from TOML."""

from edge.config.gate import GateConfig, builtin, schema
from edge.config.load import check, load
from edge.config.show import show

__all__ = ["GateConfig", "builtin", "check", "load", "schema", "show"]
