"""A fault that is seeded into a sound pack, and the short names of the files that faults are in."""

from __future__ import annotations

from dataclasses import dataclass

D, L = "procedures/door_order.yaml", "procedures/loss_statement.yaml"
C, S = "procedures/complaint.yaml", "procedures/shipment.yaml"
Q, T = "procedures/service_order.yaml", "procedures/outage.yaml"
H = "procedures/stay.yaml"
P = "pack.yaml"


@dataclass(frozen=True)
class Fault:
    """In `pack`, `old` (standing once in the file `path`) becomes `new`; `code` is found at the line of `at`."""

    name: str
    pack: str
    path: str
    old: str
    new: str
    code: str
    at: str
    in_file: str = ""
    more: tuple[tuple[str, str, str], ...] = ()

    def __str__(self) -> str:
        return self.name
