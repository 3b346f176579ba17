"""作业 The jobs: each takes ids alone, reads the clock, and calls what pages call. All may run twice and do no harm
by it.

A job whose worker was killed is found by its missing heartbeat and given to another one; what it had done stays done.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import wraps
from typing import Final, ParamSpec
from uuid import UUID

from django.db import connection
from procrastinate import JobContext
from procrastinate.contrib.django import app
from procrastinate.exceptions import UniqueViolation
from procrastinate.jobs import Status

from gendan.api import once
from gendan.cases import (
    anchors,
    batches,
    exchanges,
    imports,
    letting_go,
    outbox,
    printing,
    routines,
    studio,
    ticking,
    turning,
)
from gendan.cases.deferring import QUEUE, defer
from gendan.measures.archive import archived, folder
from gendan.measures.archiving import archive_months
from gendan.measures.reports import making
from gendan.notices import delivering, mentioning
from gendan.notices.webhooks import delivering as webhooks
from gendan.stock.actions import loading

log = logging.getLogger(__name__)

SILENT_SECONDS: Final = 30
"""A worker that has given no sign for so long is dead, and its jobs are given to others."""
TURN_SECONDS: Final = 20
"""A long job puts itself behind the others after so long."""
STILL: Final = timedelta(seconds=60)
"""What has not moved for so long is gone on with."""
IDLE_SECONDS: Final = 0.03
"""No chunk of work is done so quickly."""
IMPORT_ROWS: Final = 5_000
DAY_CASES: Final = 1_000
"""How many cases are looked at before the day's look asks whether its turn is over."""
LOOK_SECONDS: Final = 0.5
"""How long what follows a command waits at most before it is seen."""

P = ParamSpec("P")


def now() -> datetime:
    """The moment at which a job does what it does."""
    return datetime.now(UTC)


def returns_connection(job: Callable[P, None]) -> Callable[P, None]:
    """Give the thread's connection back to the pool when the job is over, however it ends."""

    @wraps(job)
    def done(*args: P.args, **kwargs: P.kwargs) -> None:
        try:
            job(*args, **kwargs)
        finally:
            connection.close()

    return done


@app.periodic(cron="* * * * * */10", periodic_id="tick")
@app.task(name="gendan.tick", queue=QUEUE, lock="gendan.tick", queueing_lock="gendan.tick", priority=5)
@returns_connection
def tick(timestamp: int = 0) -> None:
    """Look at the clocks that are due. What becomes late is told, what happens by itself is queued."""
    ticking.tick(now())


@app.periodic(cron="* * * * *", periodic_id="turn")
@app.task(name="gendan.turn", queue=QUEUE, lock="gendan.turn", queueing_lock="gendan.turn", priority=4)
@returns_connection
def turn_day(timestamp: int = 0) -> None:
    """Look, once a day, at the cases of which something hangs on the day; in turns, each minute one, until all are."""
    until = time.monotonic() + TURN_SECONDS
    while turning.look(now(), limit=DAY_CASES) and time.monotonic() < until:
        pass


@app.periodic(cron="* * * * *", periodic_id="routines")
@app.task(name="gendan.routines", queue=QUEUE, lock="gendan.routines", queueing_lock="gendan.routines", priority=5)
@returns_connection
def open_routines(timestamp: int = 0) -> None:
    """Open what the calendar opens: every slot of a routine once."""
    for outcome in routines.open_due(now()):
        if not outcome.done:
            log.error("a routine could not open its case: %s", [reason.code for reason in outcome.reasons])


@app.periodic(cron="* * * * *", periodic_id="reports")
@app.task(name="gendan.reports", queue=QUEUE, lock="gendan.reports", queueing_lock="gendan.reports", priority=2)
@returns_connection
def open_reports(timestamp: int = 0) -> None:
    """Open the reports whose period has ended, each once."""
    for outcome in making.open_due(now()):
        if not outcome.done:
            log.error("a report could not be opened: %s", [reason.code for reason in outcome.reasons])


@app.periodic(cron="* * * * * */10", periodic_id="drain")
@app.task(name="gendan.drain", queue=QUEUE, queueing_lock="gendan.drain", priority=5)
@returns_connection
def drain(timestamp: int = 0) -> None:
    """Do what follows commands, and their outside effects; what failed before is tried again."""
    while (drained := outbox.drain(now())).done:
        log.debug("outbox: %s", drained)


@app.periodic(cron="* * * * * */10", periodic_id="deliver")
@app.task(name="gendan.deliver", queue=QUEUE, queueing_lock="gendan.deliver", priority=3)
@returns_connection
def deliver(timestamp: int = 0) -> None:
    """Take out the messages that have to leave: new ones, and those whose pause is over."""
    while (delivered := delivering.deliver(now())).sent:
        log.debug("messages: %s", delivered)


@app.periodic(cron="* * * * * */20", periodic_id="watchers")
@app.task(name="gendan.watchers", queue=QUEUE, lock="gendan.watchers", queueing_lock="gendan.watchers", priority=2)
@returns_connection
def tell_watchers(timestamp: int = 0) -> None:
    """Tell those who watch cases what happened to them."""
    while told := mentioning.tell_watchers(now()):
        log.debug("watchers: %s", told)


@app.periodic(cron="* * * * * */10", periodic_id="webhooks")
@app.task(name="gendan.webhooks", queue=QUEUE, queueing_lock="gendan.webhooks", priority=3)
@returns_connection
def post_webhooks(timestamp: int = 0) -> None:
    """Post what webhooks have to be told: what is new, and what was not taken before."""
    until = time.monotonic() + TURN_SECONDS
    while time.monotonic() < until and (left := webhooks.deliver(now())).any:
        log.debug("webhooks: %s", left)


@app.periodic(cron="20 3 * * *", periodic_id="webhooks_let_go")
@app.task(name="gendan.webhooks_let_go", queue=QUEUE, queueing_lock="gendan.webhooks_let_go")
@returns_connection
def let_webhooks_go(timestamp: int = 0) -> None:
    """Let the content of old deliveries go."""
    webhooks.let_go(now())


@app.periodic(cron="40 3 * * *", periodic_id="let_go")
@app.task(name="gendan.let_go", queue=QUEUE, queueing_lock="gendan.let_go")
@returns_connection
def let_go(timestamp: int = 0) -> None:
    """Let go what was kept only so that a thing happens once."""
    log.info("let go: %s rows", letting_go.let_go(now()) + once.let_go(now()))
    log.info("let go: the files of %s printings", printing.let_go(now()))


@app.periodic(cron="40 2 * * *", periodic_id="archive")
@app.task(name="gendan.archive", queue=QUEUE, lock="gendan.archive", queueing_lock="gendan.archive")
@returns_connection
def archive(timestamp: int = 0) -> None:
    """Archive the months in which something is new, where the site has an archive: the first one is made by hand."""
    if archived(folder()):
        for month in archive_months(folder(), at=now()):
            log.info("archived: %s", month)


@app.task(name="gendan.import_run", queue=QUEUE, pass_context=True)
@returns_connection
def import_run(context: JobContext, run: str) -> None:
    """Bring a file in, from where it stands."""
    if _in_turns(context, lambda: imports.continue_(UUID(run), now(), limit=IMPORT_ROWS)):
        defer("import_run", run=run)


@app.task(name="gendan.code_load", queue=QUEUE, pass_context=True)
@returns_connection
def code_load(context: JobContext, load: str) -> None:
    """Bring a list of codes in, from where it stands."""
    if _in_turns(context, lambda: loading.continue_(UUID(load), now())):
        defer("code_load", load=load)


@app.task(name="gendan.batch_run", queue=QUEUE, pass_context=True)
@returns_connection
def batch_run(context: JobContext, batch: str) -> None:
    """Act on the cases of a batch, from where it stands."""
    if _in_turns(context, lambda: batches.advance(UUID(batch), now())):
        defer("batch_run", batch=batch)


@app.task(name="gendan.print_run", queue=QUEUE, pass_context=True)
@returns_connection
def print_run(context: JobContext, run: str) -> None:
    """Bring papers together, from where the run stands."""
    if _in_turns(context, lambda: printing.advance(UUID(run), now())):
        defer("print_run", run=run)


@app.task(name="gendan.story_run", queue=QUEUE, pass_context=True)
@returns_connection
def story_run(context: JobContext, run: str) -> None:
    """Play the stories of a pack, from where the run stands."""
    if _in_turns(context, lambda: studio.continue_(UUID(run), now())):
        defer("story_run", run=run)


@app.task(name="gendan.move_cases", queue=QUEUE)
@returns_connection
def move_cases(definition: str) -> None:
    """Move running cases to the version that was put in force and says how."""
    stayed = studio.move_cases(int(definition), now())
    if stayed:
        log.warning("%s cases could not be moved to the new version of their pack", stayed)


def _in_turns(context: JobContext, step: Callable[[], bool]) -> bool:
    """Take steps until there is nothing more to do, or others have waited long enough: then the rest is a new job."""
    begun = time.monotonic()
    until = begun + TURN_SECONDS
    while step():
        moment = time.monotonic()
        if context.should_abort() or moment > until:
            return True
        if moment - begun < IDLE_SECONDS:
            # Nothing was done: a page, or another worker, is at it.
            time.sleep(LOOK_SECONDS)
        begun = time.monotonic()
    return False


@app.periodic(cron="* * * * *", periodic_id="take_up")
@app.task(name="gendan.take_up", queue=QUEUE, lock="gendan.take_up", queueing_lock="gendan.take_up", priority=5)
@returns_connection
def take_up(timestamp: int = 0) -> None:
    """Go on with imports, batches and stories that stand still: the database or whoever was at them went away."""
    since = now() - STILL
    for run in imports.standing_still(since):
        defer("import_run", once=True, run=str(run))
    for load in loading.standing_still(since):
        defer("code_load", once=True, load=str(load))
    for batch in batches.standing_still(since):
        defer("batch_run", once=True, batch=str(batch))
    for papers in printing.standing_still(since):
        defer("print_run", once=True, run=str(papers))
    for stories in studio.standing_still(since):
        defer("story_run", once=True, run=str(stories))


@app.periodic(cron="5 * * * *", periodic_id="anchor")
@app.task(name="gendan.anchor", queue=QUEUE, lock="gendan.anchor", queueing_lock="gendan.anchor")
@returns_connection
def anchor(timestamp: int = 0) -> None:
    """Write down, outside the database, where all chains of events stand: every hour, into the day's file."""
    anchors.take(now())


@app.periodic(cron="* * * * * */15", periodic_id="retry_stalled")
@app.task(name="gendan.retry_stalled", queue=QUEUE, queueing_lock="gendan.retry_stalled", pass_context=True, priority=9)
async def retry_stalled(context: JobContext, timestamp: int = 0) -> None:
    """Give the jobs of dead workers to those that live.

    Where the same one waits already, as periodic ones do, that one is run: it waits for the lock of the dead one.
    """
    manager = context.app.job_manager
    for job in await manager.get_stalled_jobs(seconds_since_heartbeat=SILENT_SECONDS):
        log.warning("job %s (%s) has lost its worker and is run again", job.id, job.task_name)
        try:
            await manager.retry_job(job)
        except UniqueViolation:
            await manager.finish_job(job, Status.ABORTED, delete_job=True)


def prepare_worker() -> None:
    """What a worker sees to before it takes jobs: the pack of batches is there in the version that is shipped."""
    try:
        exchanges.install(now())
    finally:
        connection.close()


class Pulse:
    """Looks for what follows commands every half second, between the periodic jobs: nobody waits for his colleague's
    step.

    The look is at an index of what is due; several workers may look at once.
    """

    def __init__(self) -> None:
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._beat, name="pulse", daemon=True)

    def __enter__(self) -> Pulse:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stop.set()
        self._thread.join(timeout=10)

    def _beat(self) -> None:
        while not self._stop.wait(LOOK_SECONDS):
            try:
                moment = now()
                if outbox.waiting(moment):
                    outbox.drain(moment, limit=200)
            except Exception:
                # The database may be away for a while; the periodic job tells of what stays wrong.
                log.exception("what follows commands could not be done")
                self._stop.wait(5)
            finally:
                connection.close()
