"""Interleaved pairs: ours and its raw twin in turns, on two connections each, and the median of their ratios."""

from __future__ import annotations

import resource
import time
from collections.abc import Callable
from dataclasses import dataclass
from multiprocessing import get_context
from multiprocessing.synchronize import Barrier as BarrierType
from queue import Empty
from statistics import median
from typing import Any

CONNECTIONS = 2
PAIRS = 7


@dataclass(frozen=True)
class Result:
    """Medians over the pairs: rates a second, client CPU microseconds for each unit, and the ratio of the rates."""

    ratio: float
    rate: float
    raw_rate: float
    cpu: float
    raw_cpu: float
    ratios: tuple[float, ...]

    def as_json(self) -> dict[str, Any]:
        """For the file of results."""
        return {
            "ratio": round(self.ratio, 3),
            "rate": round(self.rate, 1),
            "raw_rate": round(self.raw_rate, 1),
            "cpu_microseconds": round(self.cpu, 1),
            "raw_cpu_microseconds": round(self.raw_cpu, 1),
            "ratios": [round(each, 3) for each in self.ratios],
        }


Work = Callable[[int, int], Callable[[], int]]
"""Given the worker's number and how many there are, sets up and gives what does a slice of work and says how much it was."""


def interleaved(ours: Work, raw: Work, *, seconds: float = 3.0, pairs: int = PAIRS, connections: int = CONNECTIONS) -> Result:
    """Run both in turns, each in `connections` processes that have set up before; a pair is one turn of each."""
    context = get_context("spawn")
    rounds = [(raw, ours) if number % 2 else (ours, raw) for number in range(pairs + 1)]
    order = [kind for pair in rounds for kind in pair]
    barrier: BarrierType = context.Barrier(connections)
    results: Any = context.Queue()
    workers = [
        context.Process(target=_worker, args=(number, connections, ours, raw, [kind is ours for kind in order], seconds, barrier, results))
        for number in range(connections)
    ]
    for worker in workers:
        worker.start()
    got: list[tuple[int, bool, int, float, float]] = []
    while len(got) < connections * len(order):
        try:
            got.append(results.get(timeout=5))
        except Empty:
            if any(worker.exitcode not in (None, 0) for worker in workers):
                raise RuntimeError("a worker of the benchmark failed") from None
    for worker in workers:
        worker.join()
    turns: dict[int, list[tuple[bool, int, float, float]]] = {}
    for turn, is_ours, count, elapsed, cpu in got:
        turns.setdefault(turn, []).append((is_ours, count, elapsed, cpu))
    pairs_found = []
    for number in range(1, pairs + 1):  # the first pair warms up
        sums = {}
        for turn in (2 * number, 2 * number + 1):
            of_turn = turns[turn]
            rate = sum(count / elapsed for _, count, elapsed, _ in of_turn)
            cpu = sum(each[3] for each in of_turn) / sum(each[1] for each in of_turn) * 1e6
            sums[of_turn[0][0]] = (rate, cpu)
        pairs_found.append((sums[True], sums[False]))
    ratios = tuple(ours_[0] / raw_[0] for ours_, raw_ in pairs_found)
    return Result(
        median(ratios),
        median(ours_[0] for ours_, _ in pairs_found),
        median(raw_[0] for _, raw_ in pairs_found),
        median(ours_[1] for ours_, _ in pairs_found),
        median(raw_[1] for _, raw_ in pairs_found),
        ratios,
    )


def _worker(
    number: int, count: int, ours: Work, raw: Work, order: list[bool], seconds: float, barrier: BarrierType, results: Any
) -> None:
    slices = {True: ours(number, count), False: raw(number, count)}
    for turn, is_ours in enumerate(order):
        work = slices[is_ours]
        barrier.wait()
        cpu = _cpu()
        begun = time.perf_counter()
        done = 0
        while time.perf_counter() - begun < seconds:
            done += work()
        results.put((turn, is_ours, done, time.perf_counter() - begun, _cpu() - cpu))


def _cpu() -> float:
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


__all__ = ["CONNECTIONS", "PAIRS", "Result", "interleaved"]
