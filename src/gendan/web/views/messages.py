"""消息 What the reader was told: what he has not read, like with like; all of it; and what he lets count as read."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import urlencode

from django.contrib import messages as said
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from gendan.notices import queries
from gendan.notices.actions import mark_read
from gendan.notices.queries import Heap
from gendan.web.views.common import back_to, manual_of, now, person_of, speaker

SHOWN = 50
"""Lines of a page."""
_DIGITS = 18
"""A message's number has no more of them: all of these the database can compare."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One message, or the newest of a heap of `count`, which `alike` lists one by one.

    A heap came `since` then, and names the number and the address of some of its `cases`.
    """

    id: int
    uid: str
    address: str
    number: str
    procedure: str
    title: str
    text: str
    at: str
    read: bool
    count: int
    since: str
    cases: tuple[tuple[str, str], ...]
    alike: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What the page shows. `newest` is the reader's last message: what comes later, "all" does not mean.

    `like` and `alike` are the message whose like is listed, and its title.
    """

    lines: tuple[Line, ...]
    all: bool
    unread: bool
    newest: int | None
    like: int | None
    alike: str
    next: str


@login_required
@require_GET
def page(request: HttpRequest) -> HttpResponse:
    """What the reader has not read, in heaps; with `show=all` every message; with `like` those told alike."""
    person = person_of(request)
    after, like = _number(request.GET.get("after")), _number(request.GET.get("like"))
    everything = request.GET.get("show") == "all"
    newest = queries.newest(person)
    if everything or like is not None:
        found = queries.messages(person, after=after, limit=SHOWN + 1, like=like)
        heaps = tuple(Heap(newest=each, count=1, since=each.at, cases=()) for each in found)
    else:
        heaps = queries.heaps(person, after=after, limit=SHOWN + 1)
    if like is not None and not heaps and after is None:
        raise Http404
    lines = _lines(heaps[:SHOWN])
    following = ""
    if len(heaps) > SHOWN:
        kept = {"show": "all"} if everything else {"like": str(like)} if like is not None else {}
        following = f"?{urlencode({**kept, 'after': lines[-1].id})}"
    told = Told(
        lines=lines,
        all=everything,
        unread=queries.unread(person) > 0 if like is None else any(not line.read for line in lines),
        newest=newest,
        like=like,
        alike=lines[0].title if like is not None and lines else "",
        next=following,
    )
    return render(request, "web/messages/page.html", {"here": "messages", "told": told})


@never_cache
@require_GET
def bell(request: HttpRequest) -> HttpResponse:
    """The inside of the bell, which every page asks for again and again. Whoever is signed out keeps his page as it
    is, with what he has typed there: no sign-in page is put into a bell.
    """
    if not request.user.is_authenticated:
        return HttpResponse(status=204)
    return render(request, "web/messages/bell.html")


@login_required
@require_POST
def read(request: HttpRequest) -> HttpResponse:
    """Let count as read: one `message`, what is told `like` one, or all; of these what came no later than `upto`."""
    message = _number(request.POST.get("message"))
    count = mark_read(
        actor=person_of(request),
        at=now(request),
        messages=[message] if message is not None else None,
        upto=_number(request.POST.get("upto")),
        like=_number(request.POST.get("like")),
    )
    if getattr(request, "htmx", False):
        response = render(request, "web/messages/mark.html", {"line": {"read": True}})
        response.headers["HX-Trigger"] = "told"
        return response
    said.success(request, _("已把 %(count)s 条标为已读。") % {"count": count})
    return back_to(request, "web:messages")


def _number(written: str | None) -> int | None:
    """A message's number in an address or a form. Raises Http404 for what is none."""
    if not written:
        return None
    if not (written.isascii() and written.isdigit() and len(written) <= _DIGITS):
        raise Http404
    return int(written)


def _lines(heaps: Iterable[Heap]) -> tuple[Line, ...]:
    """Messages as the page shows them; each procedure's title is looked up once."""
    spoken = speaker()
    titles: dict[str, str] = {}
    lines = []
    for heap in heaps:
        told = heap.newest
        if told.procedure not in titles:
            procedure = manual_of(told.procedure)[1]
            titles[told.procedure] = spoken.say(procedure.title) if procedure is not None else ""
        lines.append(
            Line(
                id=told.id,
                uid=str(told.case_uid),
                address=reverse("web:case", args=[told.case_uid]),
                number=told.number,
                procedure=titles[told.procedure],
                title=told.title,
                text=told.text,
                at=spoken.moment(told.at),
                read=told.read,
                count=heap.count,
                since=spoken.moment(heap.since),
                cases=tuple((number, reverse("web:case", args=[uid])) for uid, number in heap.cases),
                alike=f"?{urlencode({'like': told.id})}" if heap.count > 1 else "",
            )
        )
    return tuple(lines)
