"""Tests don't see what other tests left, also where they commit, also in tables that refuse to be emptied."""

import threading

import pytest
from django.contrib.contenttypes.models import ContentType
from django.db import connection

STRANGER = {"app_label": "nobody", "model": "stranger"}


def is_clean() -> bool:
    return (
        not ContentType.objects.filter(**STRANGER).exists() and ContentType.objects.filter(app_label="people").exists()
    )


def leave_something() -> None:
    ContentType.objects.create(**STRANGER)
    with connection.cursor() as cursor:
        cursor.execute("create table if not exists kept (n int)")
        cursor.execute("create or replace function refuse() returns trigger language plpgsql as "
                       "$$ begin raise exception 'append-only'; end $$")  # fmt: skip
        cursor.execute("create or replace trigger refuse before truncate on kept execute function refuse()")


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("time", ["first", "again"])
def test_a_test_that_commits_leaves_nothing(time):
    assert is_clean()
    leave_something()
    assert not is_clean()


@pytest.mark.django_db(transaction=True)
def test_other_threads_see_what_was_committed():
    leave_something()
    seen = []

    def look() -> None:
        seen.append(is_clean())
        connection.close()

    thread = threading.Thread(target=look)
    thread.start()
    thread.join()
    assert seen == [False]


@pytest.mark.django_db
def test_a_test_that_does_not_commit_leaves_nothing():
    assert is_clean()
    ContentType.objects.create(**STRANGER)
