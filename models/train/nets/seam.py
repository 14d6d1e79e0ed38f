"""The seam to PyTorch's classes that ours derive from.

A type checker runs where PyTorch (hundreds of megabytes) is not installed, and must not take a class of ours
for untyped because its base is unknown. Here it finds as much of the bases as the recipes use.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any, Self

if TYPE_CHECKING:

    class Module:
        """`torch.nn.Module`."""

        training: bool

        def __init__(self) -> None: ...
        def __call__(self, *inputs: Any) -> Any:
            """Run it."""

        def to(self, *where: Any, **how: Any) -> Self:
            """Move it, in place."""

        def train(self, mode: bool = True) -> Self:
            """Training mode."""

        def eval(self) -> Self:
            """Evaluation mode."""

        def parameters(self) -> Iterator[Any]:
            """All weights."""

        def modules(self) -> Iterator[Any]:
            """Itself and everything inside."""

        def named_modules(self) -> Iterator[tuple[str, Any]]:
            """The same with dotted names."""

        def requires_grad_(self, wanted: bool = True) -> Self:
            """Whether it is trained."""

        def state_dict(self) -> dict[str, Any]:
            """Weights and statistics by name."""

        def load_state_dict(self, state: Mapping[str, Any]) -> Any:
            """Take them over."""

        def register_load_state_dict_post_hook(self, hook: Any) -> Any:
            """Called with the module after that."""

    class Sequential(Module):
        """`torch.nn.Sequential`."""

        def __init__(self, *layers: Any) -> None: ...

    class Tracer:
        """`torch.fx.Tracer`."""

        def is_leaf_module(self, m: Any, module_qualified_name: str) -> bool:
            """Whether tracing stops at it."""

        def trace(self, root: Any) -> Any:
            """The graph."""

else:
    from torch.fx import Tracer
    from torch.nn import Module, Sequential

__all__ = ["Module", "Sequential", "Tracer"]
