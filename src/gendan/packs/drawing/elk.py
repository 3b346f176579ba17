"""The layout engine: ELK (Eclipse Layout Kernel), compiled to JavaScript, in an engine that reaches nothing outside."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Any, Final

import orjson

if TYPE_CHECKING:
    import quickjs

ENGINE: Final = Path(__file__).parent / "built" / "elk.js"
_MOST_MEMORY: Final = 512 * 1024 * 1024
_MOST_STACK: Final = 4 * 1024 * 1024
_MOST_SECONDS: Final = 20

# ELK is a browser's worker: it answers messages. Here it has no other thread, and nothing to wait for.
_BEFORE: Final = "var self = globalThis; var setTimeout = (run) => { run(); return 0; };\n"
_AFTER: Final = """
let answer = null;
self.postMessage = (message) => { answer = message; };
self.onmessage({ data: { id: 0, cmd: "register", algorithms: ["layered"] } });
function laidOut(graph) {
  answer = null;
  self.onmessage({ data: { id: 1, cmd: "layout", graph: JSON.parse(graph), layoutOptions: {}, options: {} } });
  if (answer === null || answer.error) throw new Error(answer?.error?.message ?? "no answer");
  return JSON.stringify(answer.data);
}
"""


class NotBuilt(Exception):
    """The layout engine was not built on this machine: `make setup` builds it."""


class NotLaidOut(Exception):
    """The layout engine failed at a graph."""


_alone: Final = Lock()


def run(graph: dict[str, Any]) -> dict[str, Any]:
    """ELK's own answer to a graph in its JSON format: the graph with places. Raises NotBuilt, NotLaidOut."""
    if not ENGINE.is_file():
        raise NotBuilt
    import quickjs

    with _alone:
        try:
            found: dict[str, Any] = orjson.loads(_engine()(orjson.dumps(graph).decode()))
        except quickjs.JSException as error:
            # Whatever state it is in now, the next graph gets a new one.
            _engine.cache_clear()
            raise NotLaidOut(str(error)) from error
    return found


@lru_cache(maxsize=1)
def _engine() -> quickjs.Function:
    """The engine, in the one thread that it belongs to: started once in a process, in a fifth of a second."""
    import quickjs

    engine = quickjs.Function("laidOut", _BEFORE + ENGINE.read_text(encoding="utf-8") + _AFTER)
    engine.set_memory_limit(_MOST_MEMORY)
    engine.set_max_stack_size(_MOST_STACK)
    engine.set_time_limit(_MOST_SECONDS)
    return engine
