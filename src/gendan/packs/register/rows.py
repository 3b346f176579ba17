"""The rows of the register, read from `requirements.yaml` beside this file."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

REGISTER = Path(__file__).parent / "requirements.yaml"
_ROW = re.compile(
    r'^ +- \{id: "(?P<id>S\d{3}-[A-Z]-\d{3})", kind: "(?P<kind>\w+)", req: "(?P<req>(?:[^"\\]|\\.)*)", (?P<rest>.*)\}$',
    re.M,
)
_FLAGS = re.compile(r"flags: \[(?P<flags>[^\]]*)\]")
_QUOTED = re.compile(r'"([^"]*)"')


@dataclass(frozen=True, slots=True)
class Row:
    """One demand: its id (`S001-M-004`), its kind, what it asks, and the ids of the notes on it."""

    id: str
    kind: str
    asks: str
    flags: tuple[str, ...] = ()

    @property
    def system(self) -> str:
        """The system that it belongs to: `S001-M`."""
        return self.id.rpartition("-")[0]

    @property
    def unclear(self) -> bool:
        """Whether the register marks it unclear: a flag with a U."""
        return any(flag.startswith("U") for flag in self.flags)


@lru_cache(maxsize=1)
def register_rows() -> Mapping[str, Row]:
    """All rows by id, in the register's order. One row stands on one line, which is read without a YAML parser: a
    second less."""
    rows: dict[str, Row] = {}
    for found in _ROW.finditer(REGISTER.read_text("utf-8")):
        flags = _FLAGS.search(found["rest"])
        asks = found["req"].replace('\\"', '"')
        rows[found["id"]] = Row(
            found["id"], found["kind"], asks, tuple(_QUOTED.findall(flags["flags"])) if flags else ()
        )
    return rows


def systems_of(ids: Iterable[str]) -> tuple[str, ...]:
    """The systems that the ids belong to, in order."""
    return tuple(sorted({each.rpartition("-")[0] for each in ids}))
