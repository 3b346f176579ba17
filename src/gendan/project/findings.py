"""What is wrong with a pack that a command was given: told on the terminal, or to a program."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from gendan.packs.findings import Finding


def tell_findings(findings: Sequence[Finding], language: str, *, as_json: bool) -> int:
    """Print them: to stderr, a line each; as JSON to stdout instead, `{"findings": […]}`. Always 1."""
    from gendan.packs.wording import as_json as told
    from gendan.packs.wording import line

    if as_json:
        print(json.dumps({"findings": [told(each) for each in findings]}, ensure_ascii=False, indent=1))
    else:
        for each in findings:
            print(line(each, language), file=sys.stderr)
    return 1
