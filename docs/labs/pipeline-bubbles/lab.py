"""Pipeline schedules on a small simulator: how much of a step is bubble, and what formulas say.

Every device holds one stage (DualPipe: two, one for each direction) and works through a list of
pieces in order; a piece starts when the device is free and what it needs is there. Sending takes
no time. Times: F forward, B whole backward, W its weight-gradient part, so that B - W is the
input-gradient part; F&B one forward and one backward chunk run overlapped.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, NamedTuple

FULL = MappingProxyType({"devices": [4, 8, 16], "batches_per_device": [2, 3, 4, 8], "drawn": 4})
SMALL = MappingProxyType({"devices": [4], "batches_per_device": [2, 3], "drawn": 4})


class Times(NamedTuple):
    """Duration of each kind of work."""

    f: float = 1.0
    b: float = 2.0
    w: float = 1.0
    both: float = 3.0
    """F&B; with F + B it gains nothing in arithmetic, what it hides is communication."""


class Item(NamedTuple):
    """One micro-batch's part in a piece of work: F forward, B whole backward, I input gradient."""

    kind: str
    way: int
    batch: int


@dataclass(frozen=True, slots=True)
class Piece:
    """What a device does in one go: one item, an overlapped pair, or a stored weight gradient."""

    items: tuple[Item, ...]
    kind: str
    """F, B, I (input gradient only), W (weight gradient only) or FB (overlapped pair)."""


class Done(NamedTuple):
    """A piece with its times."""

    start: float
    end: float
    kind: str


Schedule = list[list[Piece]]


def _one(kind: str, batch: int, way: int = 0) -> Piece:
    return Piece((Item(kind, way, batch),), kind)


def one_f_one_b(devices: int, batches: int) -> Schedule:
    """1F1B: as many forwards ahead as there are stages behind, then in turn, then the rest."""
    plan = []
    for rank in range(devices):
        ahead = min(devices - 1 - rank, batches)
        pieces = [_one("F", n) for n in range(ahead)]
        for n in range(batches):
            if ahead + n < batches:
                pieces.append(_one("F", ahead + n))
            pieces.append(_one("B", n))
        plan.append(pieces)
    return plan


def zero_bubble(devices: int, batches: int) -> Schedule:
    """ZB1P (ZB-H1 of arXiv 2401.10241): as 1F1B, but weight gradients wait to fill gaps.

    Stage r holds back r weight gradients, which it works off where 1F1B would idle at the end.
    """
    plan = []
    for rank in range(devices):
        ahead = min(devices - 1 - rank, batches)
        pieces = [_one("F", n) for n in range(ahead)]
        stored = 0
        for n in range(batches):
            if ahead + n < batches:
                pieces.append(_one("F", ahead + n))
            pieces.append(_one("I", n))
            stored += 1
            if stored > rank or ahead + n >= batches:
                pieces.append(Piece((), "W"))
                stored -= 1
        pieces += [Piece((), "W")] * stored
        plan.append(pieces)
    return plan


def dual_pipe(devices: int, batches: int) -> Schedule:
    """DualPipe: micro-batches enter at both ends; the eight phases of DeepSeek's open release.

    Half of the batches go each way. `near` is the way that enters at this device's own end.
    """
    half, share = devices // 2, batches // 2
    plan = []
    for rank in range(devices):
        depth = min(rank, devices - 1 - rank)
        way = 0 if rank < half else 1
        plan.append(_dual_device(half, depth, way, share, middle=depth == half - 1))
    return plan


def _dual_device(half: int, depth: int, way: int, share: int, *, middle: bool) -> list[Piece]:
    taken = {("F", 0): 0, ("F", 1): 0, ("B", 0): 0, ("B", 1): 0}
    pieces: list[Piece] = []

    def take(kind: str, near: int) -> Item:
        direction = way ^ near
        number = taken[kind, direction]
        taken[kind, direction] += 1
        return Item(kind, direction, number)

    def forward(near: int) -> None:
        pieces.append(Piece((take("F", near),), "F"))

    def backward(near: int, *, split: bool = False) -> None:
        pieces.append(Piece((take("B", near),), "I" if split else "B"))

    def overlapped(ahead: int, back: int) -> None:
        pieces.append(Piece((take("F", ahead), take("B", back)), "FB"))

    def weights() -> None:
        pieces.append(Piece((), "W"))

    outer = half - depth - 1
    for _ in range(2 * outer):
        forward(0)
    for _ in range(depth + 1):
        forward(0)
        forward(1)
    for _ in range(outer):
        backward(1, split=True)
        weights()
        forward(1)
    for n in range(share - 2 * half + depth + 1):
        if n == 0 and middle:
            forward(0)
            backward(1)
        else:
            overlapped(0, 1)
        overlapped(1, 0)
    for _ in range(outer):
        backward(1)
        overlapped(1, 0)
    split = False
    for n in range(depth + 1):
        split = split or (n == (depth + 1) // 2 and depth % 2 == 1)
        backward(1, split=split)
        split = split or (n == (depth + 1) // 2 and depth % 2 == 0)
        backward(0, split=split)
    for _ in range(outer):
        weights()
        backward(0, split=True)
    for _ in range(depth + 1):
        weights()
    return pieces


def duration(piece: Piece, times: Times) -> float:
    """Say how long a piece takes."""
    return {
        "F": times.f, "B": times.b, "I": times.b - times.w, "W": times.w, "FB": times.both,
    }[piece.kind]  # fmt: skip


def _needs(item: Item, rank: int, devices: int) -> tuple[str, int, int, int] | None:
    """Name what an item waits for: (kind, way, batch, device), or nothing at a pipeline's mouth."""
    step = 1 if item.way == 0 else -1
    first, last = (0, devices - 1) if item.way == 0 else (devices - 1, 0)
    if item.kind == "F":
        return None if rank == first else ("F", item.way, item.batch, rank - step)
    if rank == last:
        return ("F", item.way, item.batch, rank)
    return ("B", item.way, item.batch, rank + step)


def simulate(plan: Schedule, times: Times) -> list[list[Done]]:
    """Run every device through its list; raise ValueError where the lists wait for each other."""
    devices = len(plan)
    ready: dict[tuple[str, int, int, int], float] = {}
    clock = [0.0] * devices
    at = [0] * devices
    done: list[list[Done]] = [[] for _ in range(devices)]
    while any(at[r] < len(plan[r]) for r in range(devices)):
        moved = False
        for rank in range(devices):
            while at[rank] < len(plan[rank]):
                piece = plan[rank][at[rank]]
                items = [Item("F" if i.kind == "F" else "B", i.way, i.batch) for i in piece.items]
                waits = [need for i in items if (need := _needs(i, rank, devices))]
                if any(need not in ready for need in waits):
                    break
                start = max([clock[rank], *(ready[need] for need in waits)])
                end = start + duration(piece, times)
                for item in items:
                    ready[item.kind, item.way, item.batch, rank] = end
                done[rank].append(Done(start, end, piece.kind))
                clock[rank] = end
                at[rank] += 1
                moved = True
        if not moved:
            raise ValueError("the schedule waits for itself")
    return done


def bubble(done: Sequence[Sequence[Done]]) -> tuple[float, float]:
    """Give the longest idle time of a device within the step, and the length of the step."""
    span = max(d[-1].end for d in done)
    return max(span - sum(p.end - p.start for p in d) for d in done), span


def formula(name: str, devices: int, times: Times) -> float:
    """Give the bubble that table 2 of the DeepSeek-V3 report states."""
    f, b, w, both = times
    return {
        "1F1B": (devices - 1) * (f + b),
        "ZB1P": (devices - 1) * (f + b - 2 * w),
        "DualPipe": (devices / 2 - 1) * (both + b - 3 * w),
    }[name]


SCHEDULES: Mapping[str, Callable[[int, int], Schedule]] = MappingProxyType(
    {"1F1B": one_f_one_b, "ZB1P": zero_bubble, "DualPipe": dual_pipe}
)


def _row(name: str, devices: int, batches: int, times: Times) -> dict[str, Any]:
    measured, span = bubble(simulate(SCHEDULES[name](devices, batches), times))
    stated = formula(name, devices, times)
    work = batches * (times.f + times.b)
    return {
        "schedule": name,
        "devices": devices,
        "batches": batches,
        "bubble": measured,
        "formula": stated,
        "ratio_percent": 100 * measured / span,
        "formula_ratio_percent": 100 * stated / (stated + work),
        "span": span,
    }


WEIGHT_SHARES = (0.25, 0.5, 0.75, 1.0)
"""Values of W to try beside F = 1 and B = 2: a layer of matrix products alone has W = 1, and
attention, which has no weights of its own, makes it smaller."""


def _sensitivity(devices: int) -> dict[str, Any]:
    """Say how much of DualPipe's gain over 1F1B ZB1P has too, for several lengths of W."""
    found = {}
    for weights in WEIGHT_SHARES:
        times = Times(w=weights)
        rows = {name: _row(name, devices, 2 * devices, times) for name in SCHEDULES}
        base = rows["1F1B"]["bubble"]
        found[f"{weights:g}"] = {
            **{name: row["bubble"] for name, row in rows.items()},
            **{f"{name} formula": row["formula"] for name, row in rows.items()},
            "share_percent": 100
            * (base - rows["ZB1P"]["bubble"])
            / (base - rows["DualPipe"]["bubble"]),
        }
    return found


def run(devices: Sequence[int], batches_per_device: Sequence[int], drawn: int) -> dict[str, Any]:
    """Simulate all schedules at all sizes, and keep one size for drawing."""
    times = Times()
    rows = [
        _row(name, p, p * per, times)
        for name in SCHEDULES
        for p in devices
        for per in batches_per_device
    ]
    picture = {
        name: [[list(d) for d in lane] for lane in simulate(make(drawn, 2 * drawn), times)]
        for name, make in SCHEDULES.items()
    }
    uneven = Times(f=1.0, b=2.5, w=0.8, both=3.1)
    return {
        "uneven": {
            "times": uneven._asdict(),
            "rows": {name: _row(name, devices[0], 4 * devices[0], uneven) for name in SCHEDULES},
        },
        "sensitivity": {"devices": devices[-1] // 2, "by_w": _sensitivity(devices[-1] // 2)},
        "times": times._asdict(),
        "rows": rows,
        "drawn": {"devices": drawn, "batches": 2 * drawn, "lanes": picture},
        "named": {f"{r['schedule']} {r['devices']}x{r['batches']}": r for r in rows},
    }
