"""A site of its own for the browser: its database, its people and orders, served until it is ended.

Run as `python -m tests.web.server PORT DATABASE [COMPANY]`. It prints one line of JSON when it is ready. Being a
process of its own it can be killed in the middle of things, as a machine might be; started again it finds its DATABASE
as it was. Ended in order, it drops it.

COMPANY is the module that seeds it, `tests.web.company` where none is told. What `attend` of that module does, if it
has one, goes on beside the pages. So does what a line of its input asks for, a function and what it is given, in JSON
(`["tests.web.departments:hired", "freight"]`): a line of output answers when it is done, `null` or what went wrong.
"""

import json
import os
import signal
import sys
import traceback
from importlib import import_module
from threading import Thread


def main() -> None:
    """Set up and serve."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
    import django

    django.setup()
    import psycopg
    import uvicorn
    from django.db import connection, connections
    from psycopg import sql
    from psycopg.conninfo import make_conninfo

    from gendan.project import live
    from gendan.project.asgi import application
    from gendan.project.database import running
    from gendan.project.processes import settle_memory
    from tests.databases import drop, own_database

    # After its own orderly end uvicorn raises the signal again: then what follows here has still to be done.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    port, name = int(sys.argv[1]), sys.argv[2]
    company = import_module((sys.argv[3:] or ["tests.web.company"])[0])
    with running() as address, psycopg.connect(address, dbname="postgres", autocommit=True) as server:
        database = sql.Identifier(name)
        told: dict[str, object] = {}
        if not server.execute("select 1 from pg_database where datname = %s", [name]).fetchone():
            with own_database(address) as template:
                told = {**company.seed(), "database": make_conninfo(address, dbname=name)}
                connections.close_all()
                connection.close_pool()
                server.execute(sql.SQL("create database {} template {}").format(database, sql.Identifier(template)))
        connection.settings_dict["NAME"] = name
        settle_memory()
        print(json.dumps(told), flush=True)
        try:
            web = uvicorn.Server(uvicorn.Config(application, port=port, log_level="warning"))
            live.hub.stopping = lambda: web.should_exit
            beside = Thread(target=getattr(company, "attend", lambda stopping: None), args=(live.hub.stopping,))
            beside.start()
            # As a daemon: nothing more may be asked for when the site is to end.
            Thread(target=obey, daemon=True).start()
            web.run()
            beside.join()
        finally:
            connections.close_all()
            connection.close_pool()
            drop(server, name)


def obey() -> None:
    """Do what is asked for, line by line, each in its turn."""
    from django.db import connections

    for line in sys.stdin:
        where, *given = json.loads(line)
        module, _, name = where.partition(":")
        wrong = None
        try:
            getattr(import_module(module), name)(*given)
        except Exception:
            wrong = traceback.format_exc()
        finally:
            connections.close_all()
        print(json.dumps(wrong), flush=True)


if __name__ == "__main__":
    main()
