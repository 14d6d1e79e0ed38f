"""The training loop: one-cycle schedule by time, averaged weights, checkpoints, resume.

A run is planned in minutes, not epochs: recipes are run on whatever machine is at hand, and a run that is cut
off can be taken up again. The learning rate follows the share of the budget that is spent.
"""

from __future__ import annotations

import json
import logging
import math
import pickle
import time
from collections.abc import Callable, Iterator
from copy import deepcopy
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
from torch import Tensor, nn

from models.train.errors import RecipeError
from models.train.options import Options

log = logging.getLogger(__name__)
GENTLE = 0.5
"""Of the learning rates, for a network that has learnt its task already: at full rate the first minutes undo
what the last ones of the run before gained."""
BFLOAT16 = ("amx_bf16", "avx512_bf16")
"""What a processor must have, either of them, to multiply faster in 16 bits."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """How long and how fast."""

    budget_minutes: float
    rate: float
    """Peak learning rate of new layers."""
    old_rate: float
    """Peak learning rate of layers with ImageNet weights."""
    weight_decay: float = 0.02
    warm_up: float = 0.04
    """Share of the budget."""
    save_every_s: float = 120.0
    check_every: float = 0.125
    """Share of the budget between two validations."""
    patience: int = 4
    """Stop after so many validations without a better one."""
    average: float = 0.998
    """Decay of the averaged weights, which are the ones that are validated and shipped."""
    bfloat16: bool = False
    """Multiply in 16 bits where the processor can: plain convolutions train 2.5 times as fast with AMX, 1.9
    times with AVX-512, depthwise ones slower."""


def rate_at(spent: float, warm_up: float) -> float:
    """Share of the peak rate at a share of the budget: linear up, cosine down to 2 %."""
    if spent < warm_up:
        return 0.1 + 0.9 * spent / warm_up
    return 0.02 + 0.98 * 0.5 * (1 + math.cos(math.pi * min(1.0, (spent - warm_up) / (1 - warm_up))))


class Training:
    """State of one run: network, averaged twin, optimizer, time spent.

    Args:
        network: trained in place; its frozen parts have requires_grad off.
        old: parameters that start from ImageNet.
        plan: how long and how fast.
        options: `work` gets `checkpoint.pt` and `log.jsonl`; with `resume` a checkpoint there is gone on
            from.
    """

    def __init__(self, network: nn.Module, old: list[nn.Parameter], plan: Plan, options: Options) -> None:
        self.network, self.folder, self.plan = network, options.work, plan
        self._start = None if options.start is None else read_weights(options.start)
        self._half_way = options.half_way
        gentle = 1.0 if self._start is None else GENTLE
        if self._start is not None:
            network.load_state_dict(self._start)
        self.averaged = deepcopy(network).eval()
        able = torch.cpu.get_capabilities()
        self._bfloat16 = plan.bfloat16 and any(able.get(each, False) for each in BFLOAT16)
        known = {id(parameter) for parameter in old}
        trained = [p for p in network.parameters() if p.requires_grad]
        self.optimizer = torch.optim.AdamW(
            [
                {"params": [p for p in trained if id(p) in known], "peak": gentle * plan.old_rate},
                {"params": [p for p in trained if id(p) not in known], "peak": gentle * plan.rate},
            ],
            lr=plan.rate,
            weight_decay=plan.weight_decay,
        )
        self.spent_s, self.step, self.best, self.since_best = 0.0, 0, -1.0, 0
        self.folder.mkdir(parents=True, exist_ok=True)
        if options.resume and self._checkpoint.is_file():
            self._load()

    @property
    def _checkpoint(self) -> Path:
        return self.folder / "checkpoint.pt"

    @property
    def spent(self) -> float:
        """Share of the budget that is used up."""
        return self.spent_s / (self.plan.budget_minutes * 60)

    def forward(self, images: Tensor) -> Any:
        """What the network gives for a batch; in 16 bits where the plan has it so."""
        with torch.autocast("cpu", torch.bfloat16, enabled=self._bfloat16):
            return self.network(images)

    def run(
        self,
        losses: Callable[[Any], dict[str, Tensor]],
        batches: Iterator[Any],
        check: Callable[[nn.Module], float],
    ) -> None:
        """Train until the budget is spent or `check` (higher is better) stops rising; then load the best, or
        what lies half way between it and the start (WiSE-FT, Wortsman 2022).
        """
        saved = time.monotonic()
        next_check = self.spent + self.plan.check_every
        while self.spent < 1 and self.since_best < self.plan.patience:
            began = time.monotonic()
            parts = self._one_step(losses, next(batches))
            self.spent_s += time.monotonic() - began
            if self.step % 20 == 0:
                self._tell(parts)
            if self.spent >= next_check or self.spent >= 1:
                next_check += self.plan.check_every
                self._judge(check(self.averaged))
                self.save()
            if time.monotonic() - saved > self.plan.save_every_s:
                saved = time.monotonic()
                self.save()
        best = torch.load(self.folder / "best.pt", weights_only=True)
        if self._half_way and self._start is not None:
            best = {name: _mean(value, self._start[name]) for name, value in best.items()}
        self.network.load_state_dict(best)
        self.network.eval()

    def _one_step(self, losses: Callable[[Any], dict[str, Tensor]], batch: Any) -> dict[str, float]:
        self.network.train()
        for group in self.optimizer.param_groups:
            group["lr"] = group["peak"] * rate_at(self.spent, self.plan.warm_up)
        parts = losses(batch)
        loss = sum(parts.values(), start=torch.zeros(()))
        if not torch.isfinite(loss):
            raise FloatingPointError(f"loss is {float(loss)} at step {self.step}")
        self.optimizer.zero_grad()
        loss.backward()
        nn.utils.clip_grad_norm_(self.network.parameters(), 10.0)
        self.optimizer.step()
        self.step += 1
        self._average()
        return {name: float(part.detach()) for name, part in parts.items()}

    def _average(self) -> None:
        # The decay rises with the steps, or the first random weights would linger in the average.
        keep = min(self.plan.average, (1 + self.step) / (10 + self.step))
        means, values = self.averaged.state_dict(), self.network.state_dict()
        with torch.no_grad():
            for mean, value in zip(means.values(), values.values(), strict=True):
                if mean.dtype.is_floating_point:
                    mean.mul_(keep).add_(value, alpha=1 - keep)
                else:
                    mean.copy_(value)

    def _judge(self, figure: float) -> None:
        better = figure > self.best
        self.since_best = 0 if better else self.since_best + 1
        if better:
            self.best = figure
            torch.save(self.averaged.state_dict(), self.folder / "best.pt")
        self._log({"step": self.step, "minutes": round(self.spent_s / 60, 2), "validation": figure})

    def _tell(self, parts: dict[str, float]) -> None:
        self._log({"step": self.step, "minutes": round(self.spent_s / 60, 2)} | parts)

    def _log(self, entry: dict[str, float]) -> None:
        line = json.dumps({key: round(value, 5) for key, value in entry.items()})
        log.info(line)
        with (self.folder / "log.jsonl").open("a") as file:
            file.write(line + "\n")

    def save(self) -> None:
        """Write the checkpoint in one move, so that a kill leaves the old one or the new one."""
        state = {
            "network": self.network.state_dict(),
            "averaged": self.averaged.state_dict(),
            "optimizer": self.optimizer.state_dict(),
            "spent_s": self.spent_s,
            "step": self.step,
            "best": self.best,
            "since_best": self.since_best,
        }
        part = self._checkpoint.with_suffix(".part")
        torch.save(state, part)
        part.replace(self._checkpoint)

    def _load(self) -> None:
        state = torch.load(self._checkpoint, weights_only=True)
        self.network.load_state_dict(state["network"])
        self.averaged.load_state_dict(state["averaged"])
        self.optimizer.load_state_dict(state["optimizer"])
        self.spent_s, self.step = state["spent_s"], state["step"]
        self.best, self.since_best = state["best"], state["since_best"]
        log.info("resumed at step %d, %.1f minutes", self.step, self.spent_s / 60)


def _mean(one: Tensor, other: Tensor) -> Tensor:
    """Of weights; a count of steps, which is no float, stays that of the first."""
    return (one + other.to(one.dtype)) / 2 if one.dtype.is_floating_point else one


def read_weights(path: Path) -> dict[str, Tensor]:
    """A state as `torch.save` wrote it.

    Raises:
        RecipeError: missing or no such file; names it.
    """
    try:
        state: dict[str, Tensor] = torch.load(path, weights_only=True)
    except (OSError, pickle.UnpicklingError, RuntimeError, EOFError) as error:
        raise RecipeError(f"{path}: cannot be read as weights: {error}") from error
    return state


def write_weights(network: nn.Module, path: Path) -> None:
    """All weights and statistics in 16 bits: what a later run goes on from."""
    path.parent.mkdir(parents=True, exist_ok=True)
    torch.save({name: value.half() for name, value in network.state_dict().items()}, path)
