"""运行 | Run Gendan: its database, its pages and API, and its jobs, until Ctrl-C.

PORT and GENDAN_HOST name the address where --port and --host don't. To be reached from other machines, put a proxy that
speaks TLS in front.
"""

from __future__ import annotations

import argparse
import os


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the address, and what is to run."""
    parser.add_argument(
        "--host",
        default=os.environ.get("GENDAN_HOST", "127.0.0.1"),
        help="地址（默认 127.0.0.1） | address (default 127.0.0.1)",
    )
    parser.add_argument(
        "--port", type=int, default=os.environ.get("PORT", "8000"), help="端口（默认 8000） | port (default 8000)"
    )
    parser.add_argument(
        "--web", type=int, default=1, metavar="N", help="网页进程数（默认 1） | web processes (default 1)"
    )
    parser.add_argument(
        "--demo",
        action="store_true",
        help="数据库为空时建立演示公司 | set up the demo company where the database is empty",
    )


def run(arguments: argparse.Namespace) -> int:
    """Serve until stopped."""
    from gendan.project.serve import serve

    return serve(host=arguments.host, port=arguments.port, web_processes=max(1, arguments.web), demo=arguments.demo)
