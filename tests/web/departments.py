"""What an administrator and the jobs do beside the pages, on the site that the browser tests work on."""


def hired(*packs: str) -> None:
    """Make packs that Gendan ships active, with two people in each post: `pack.post` and `pack.post_2`."""
    from django.utils import timezone

    from gendan.cases import exchanges, library
    from gendan.packs.reader import SHIPPED
    from gendan.people import actions
    from tests.web.company import PASSWORD

    now = timezone.now()
    for name in packs:
        pack = library.activate(SHIPPED / name, by=0, at=now).pack
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
    exchanges.install(now)


def stepped(username: str, about: str, action: str, given: dict[str, object] | None = None) -> str:
    """Have somebody do a step without a page: on the last case of that number, for departments number alike, or `open`
    one of `pack.procedure`. Its number."""
    from django.utils import timezone

    from gendan.cases.commands import run
    from gendan.cases.models import Case
    from gendan.core.command import Command, Verb
    from gendan.people.models import Person

    opens = action == "open"
    where = {"procedure": about} if opens else {"case": Case.objects.filter(number=about).latest("id").id}
    command = Command(verb=Verb.OPEN if opens else Verb.ACT, action=action, given=given or {}, **where)
    outcome = run(command, person=Person.objects.get(username=username).pk, at=timezone.now())
    assert outcome.done, outcome.reasons
    return outcome.number


def worked() -> None:
    """Do what waits in the queue, as a worker does."""
    from django.utils import timezone

    from gendan.cases.outbox import drain

    drain(timezone.now())
