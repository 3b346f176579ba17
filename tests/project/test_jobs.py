"""The job runner: what is killed in the middle is gone on with, and nothing is done twice."""

import os
import signal
import subprocess
import sys
import time
from datetime import UTC, datetime, timedelta
from io import BytesIO

import pytest
from django.db import connection

from gendan.cases import imports, outbox
from gendan.cases.imports import ColumnMapping
from gendan.cases.models import Case, Event, ImportRow

COLUMNS = {
    "订单编号": "order_no",
    "总金额": "amount",
    "买家实际支付金额": "paid",
    "收货地址": "province",
    "订单付款时间": "paid_at",
    "退款金额": "refund",
}
ROWS = 3_000

WORKER = """
import sys
from gendan.project import environment
environment.set_up_django()
from django.db import connection
connection.settings_dict["NAME"] = sys.argv[1]
from gendan.project import jobs
jobs.SILENT_SECONDS = 12
from gendan.project.processes import work
work(concurrency=2)
"""


@pytest.fixture
def worker(request):
    """Starts workers on the test's database, in processes of their own; ends them with the test."""
    running = []

    def start():
        environment = {
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "tests.settings",
            "PYTHONPATH": str(request.config.rootpath),
        }
        name = connection.settings_dict["NAME"]
        process = subprocess.Popen([sys.executable, "-c", WORKER, name], env=environment, stderr=subprocess.DEVNULL)
        running.append(process)
        return process

    yield start
    for process in running:
        process.kill()
        process.wait()


def wait_for(what, seconds=60):
    until = time.monotonic() + seconds
    while not (found := what()):
        assert time.monotonic() < until, "it did not come about in time"
        time.sleep(0.1)
    return found


def start_import(shop):
    lines = [f"{number},10,10,上海,2020-02-20 10:01:00,0" for number in range(ROWS)]
    content = "\n".join([",".join(COLUMNS), *lines]).encode()
    at = datetime.now(UTC)
    kept = imports.keep_file(BytesIO(content), name="a.csv", by=shop.zhou, at=at)
    return imports.start(
        "shop_review.shop_export",
        sha256=kept["sha256"],
        file_name="a.csv",
        mapping=ColumnMapping(columns=COLUMNS, constants={"shop": "天猫旗舰店"}),
        keep="good",
        person=shop.zhou,
        at=at,
    )


@pytest.mark.django_db(transaction=True)
def test_what_a_killed_worker_left_is_gone_on_with_by_another(worker, db):
    """An import in the middle; a tick that holds its lock while the next one waits already; other jobs."""
    from tests.cases.shop import open_shop

    shop = open_shop()
    run = start_import(shop)
    first = worker()
    wait_for(lambda: ImportRow.objects.filter(run=run).count() >= 1000)
    os.kill(first.pid, signal.SIGKILL)
    first.wait()
    taken = ImportRow.objects.filter(run=run).count()
    assert taken < ROWS, "the worker was quicker than the test: more rows are needed"
    jobs = left_behind()
    worker()
    wait_for(lambda: imports.progress(run, person=shop.zhou, at=datetime.now(UTC)).stage == "done", 120)
    progress = imports.progress(run, person=shop.zhou, at=datetime.now(UTC))
    assert (progress.rows, progress.opened) == (ROWS, ROWS)
    assert ImportRow.objects.filter(run=run).count() == ROWS
    assert Case.objects.filter(procedure="shop_review.shop_order").count() == ROWS
    assert Event.objects.filter(kind="opened", case_id__in=Case.objects.values("id")).count() == ROWS
    wait_for(lambda: not left(*jobs))


def left_behind():
    """Jobs that a dead worker had begun, and one that waits for the lock of one of them."""
    with connection.cursor() as cursor:
        cursor.execute(
            "update procrastinate_jobs set status = 'succeeded' where task_name in ('gendan.tick', 'gendan.take_up')"
        )
        cursor.execute(
            "insert into procrastinate_jobs (queue_name, task_name, priority, lock, queueing_lock, status)"
            " values ('gendan', 'gendan.tick', 5, 'gendan.tick', 'gendan.tick', 'doing'),"
            " ('gendan', 'gendan.tick', 5, 'gendan.tick', 'gendan.tick', 'todo'),"
            " ('gendan', 'gendan.take_up', 5, 'gendan.take_up', 'gendan.take_up', 'doing') returning id"
        )
        return [row[0] for row in cursor.fetchall()]


@pytest.mark.django_db(transaction=True)
def test_what_follows_and_what_comes_due_is_done_by_a_worker(worker, db):
    from gendan.cases.commands import run
    from gendan.core.command import Command, Verb
    from tests.cases.shop import open_shop

    shop = open_shop()
    long_ago = datetime.now(UTC) - timedelta(days=4)
    given = {"shop": "天猫旗舰店", "order_no": "1", "amount": "10", "paid": "0", "refund": "0"}
    opened = run(
        Command(verb=Verb.OPEN, procedure="shop_review.shop_order", given=given), person=shop.zhou, at=long_ago
    )
    worker()
    # The buyer's three days are over: the clock ticks, the closing follows.
    wait_for(lambda: Case.objects.get(id=opened.case).state == "unpaid_closed")
    wait_for(lambda: not outbox.waiting(datetime.now(UTC)))


@pytest.mark.django_db(transaction=True)
def test_what_stands_still_is_gone_on_with_and_queued_once(db):
    from procrastinate.contrib.django.models import ProcrastinateJob

    from gendan.cases.models import ImportRun
    from gendan.project import jobs
    from tests.cases.shop import open_shop

    shop = open_shop()
    run = start_import(shop)
    with connection.cursor() as cursor:
        # As after a crash that took the queue's own memory of it.
        cursor.execute("delete from procrastinate_jobs")
    jobs.take_up.func(0)
    assert not ProcrastinateJob.objects.exists()
    ImportRun.objects.filter(id=run).update(changed_at=datetime.now(UTC) - timedelta(minutes=5))
    for _ in range(3):
        jobs.take_up.func(0)
    (job,) = ProcrastinateJob.objects.all()
    assert (job.task_name, job.args) == ("gendan.import_run", {"run": str(run)})


def left(*jobs):
    """Those that are not done."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select id from procrastinate_jobs where id = any(%s) and status in ('todo', 'doing')", [list(jobs)]
        )
        return cursor.fetchall()
