"""Interleaved pairs: ours and its raw twin in turns, on two connections each, and the median of their ratios."""

from __future__ import annotations

import os
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
PAIRS = int(os.environ.get("GENDAN_BENCH_PAIRS", "7"))
SECONDS = float(os.environ.get("GENDAN_BENCH_SECONDS", "3"))
"""How long one turn lasts."""


@dataclass(frozen=True)
class Result:
    """Medians over the pairs: rates a second, CPU microseconds for each unit, and the ratio of the rates.

    `memory` is the peak of one process in MB, `statements` how many statements a unit sends (None: not counted).
    """

    ratio: float
    rate: float
    raw_rate: float
    cpu: float
    raw_cpu: float
    ratios: tuple[float, ...]
    memory: float
    statements: float | None = None

    def as_json(self) -> dict[str, Any]:
        """For the file of results."""
        return {
            "ratio": round(self.ratio, 3),
            "rate": round(self.rate, 1),
            "raw_rate": round(self.raw_rate, 1),
            "cpu_microseconds": round(self.cpu, 1),
            "raw_cpu_microseconds": round(self.raw_cpu, 1),
            "ratios": [round(each, 3) for each in self.ratios],
            "memory_megabytes": round(self.memory, 1),
            **({} if self.statements is None else {"statements": self.statements}),
        }


Work = Callable[[int, int], Callable[[], int]]
"""Given the worker's number and how many there are, sets up, and gives what does a slice of work and tells its size."""


Cpu = Callable[[int], float]
"""Given the worker's number, the CPU seconds used so far by what is to be measured."""


def own_cpu(number: int) -> float:
    """What this process has used, of user and system time."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


def interleaved(
    ours: Work,
    raw: Work,
    *,
    seconds: float = SECONDS,
    pairs: int = PAIRS,
    connections: int = CONNECTIONS,
    cpu: Cpu = own_cpu,
) -> Result:
    """Run both in turns, each in `connections` processes that have set up before; a pair is one turn of each.

    A turn lasts `seconds`, or one slice of work where that is longer.
    """
    context = get_context("spawn")
    rounds = [(raw, ours) if number % 2 else (ours, raw) for number in range(pairs + 1)]
    order = [kind for pair in rounds for kind in pair]
    barrier: BarrierType = context.Barrier(connections)
    results: Any = context.Queue()
    workers = [
        context.Process(
            target=_worker,
            args=(number, connections, ours, raw, [kind is ours for kind in order], seconds, cpu, barrier, results),
        )
        for number in range(connections)
    ]
    for worker in workers:
        worker.start()
    got: list[tuple[int, bool, int, float, float, float]] = []
    while len(got) < connections * len(order):
        try:
            got.append(results.get(timeout=5))
        except Empty:
            if any(worker.exitcode not in (None, 0) for worker in workers):
                raise RuntimeError("a worker of the benchmark failed") from None
    for worker in workers:
        worker.join()
    turns: dict[int, list[tuple[bool, int, float, float]]] = {}
    for turn, is_ours, count, elapsed, used, _ in got:
        turns.setdefault(turn, []).append((is_ours, count, elapsed, used))
    pairs_found = []
    for number in range(1, pairs + 1):  # the first pair warms up
        sums = {}
        for turn in (2 * number, 2 * number + 1):
            of_turn = turns[turn]
            rate = sum(count / elapsed for _, count, elapsed, _ in of_turn)
            spent = sum(each[3] for each in of_turn) / sum(each[1] for each in of_turn) * 1e6
            sums[of_turn[0][0]] = (rate, spent)
        pairs_found.append((sums[True], sums[False]))
    ratios = tuple(ours_[0] / raw_[0] for ours_, raw_ in pairs_found)
    return Result(
        median(ratios),
        median(ours_[0] for ours_, _ in pairs_found),
        median(raw_[0] for _, raw_ in pairs_found),
        median(ours_[1] for ours_, _ in pairs_found),
        median(raw_[1] for _, raw_ in pairs_found),
        ratios,
        max(each[5] for each in got),
    )


def _worker(
    number: int,
    count: int,
    ours: Work,
    raw: Work,
    order: list[bool],
    seconds: float,
    cpu: Cpu,
    barrier: BarrierType,
    results: Any,
) -> None:
    from gendan.project.processes import collect_seldom

    slices = {True: ours(number, count), False: raw(number, count)}
    # As Gendan's own processes do when they have loaded all; the twin has the good of it too.
    collect_seldom()
    for turn, is_ours in enumerate(order):
        work = slices[is_ours]
        barrier.wait()
        spent = cpu(number)
        begun = time.perf_counter()
        done = 0
        while done == 0 or time.perf_counter() - begun < seconds:
            done += work()
        elapsed = time.perf_counter() - begun
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        results.put((turn, is_ours, done, elapsed, cpu(number) - spent, peak))
