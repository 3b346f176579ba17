"""Departments that Gendan ships, with people in their posts, on the site that the browser tests work on.

Run as `python -m tests.web.departments DATABASE [PACK …]`: a process of its own, as an administrator's command is.
"""

import os
import sys


def main() -> None:
    """Make the packs active in the database, with two people in each post: `pack.post` and `pack.post_2`.

    Without packs, do what waits in the queue, as a worker does.
    """
    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
    import django

    django.setup()
    from django.db import connection
    from django.utils import timezone

    from gendan.cases import exchanges, library
    from gendan.cases.outbox import drain
    from gendan.packs.reader import SHIPPED
    from gendan.people import actions
    from gendan.project.database import running
    from tests.web.company import PASSWORD

    with running():
        connection.settings_dict["NAME"] = sys.argv[1]
        now = timezone.now()
        for name in sys.argv[2:]:
            library.activate(SHIPPED / name, by=0, at=now)
            _, pack = next(each for each in library.active_packs() if each[1].name == name)
            for post in pack.posts.values():
                for place in ("", "_2"):
                    person = actions.create_person(
                        actor=actions.SYSTEM,
                        at=now,
                        username=f"{name}.{post.name}{place}",
                        name=f"{post.title.zh}{'乙' if place else '甲'}",
                    )
                    actions.set_password(person, PASSWORD, actor=actions.SYSTEM, at=now)
                    actions.hold(person, f"{name}.{post.name}", actor=actions.SYSTEM, at=now)
        if len(sys.argv) > 2:
            exchanges.install(now)
        else:
            drain(now)
        connection.close_pool()


if __name__ == "__main__":
    main()
