"""A site of its own for the browser: its database, its people and orders, served until it is ended.

Run as `python -m tests.web.server PORT`. It prints one line of JSON when it is ready. Being a process of its own, it can
be killed in the middle of things, as a machine might be.
"""

import json
import os
import sys


def main() -> None:
    """Set up and serve."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
    import django

    django.setup()
    import uvicorn
    from django.db import connection

    from gendan.project.asgi import application
    from gendan.project.database import running
    from tests.databases import own_database
    from tests.web.company import seed

    with running() as address, own_database(address):
        told = seed()
        told["database"] = connection.settings_dict["NAME"]
        server = uvicorn.Server(uvicorn.Config(application, port=int(sys.argv[1]), log_level="warning"))
        print(json.dumps(told), flush=True)
        server.run()


if __name__ == "__main__":
    main()
