"""The tables keep what they promise on every road, also on SQL by hand."""

from datetime import UTC, date, datetime

import pytest
from django.core.management import call_command
from django.db import DatabaseError, IntegrityError, connection, transaction

from gendan.people.models import Access, AccessLog, Act, Holding, Person, Unit

NOW = datetime(2026, 11, 2, 1, 30, tzinfo=UTC)

pytestmark = pytest.mark.django_db


def make(username: str = "wang") -> Person:
    return Person.objects.create(username=username, name="王", created_at=NOW)


def test_migrations_say_all_that_models_say():
    call_command("makemigrations", "people", check=True, dry_run=True, verbosity=0)


def test_usernames_are_unique_and_kept_in_one_form():
    make()
    with pytest.raises(IntegrityError), transaction.atomic():
        make()
    with pytest.raises(IntegrityError), transaction.atomic():
        make("Wang")
    assert Person.objects.get_by_natural_key(" ＷＡＮＧ ").username == "wang"


def test_nobody_is_his_own_superior_and_a_span_does_not_end_before_it_begins():
    person = make()
    with pytest.raises(IntegrityError), transaction.atomic():
        Person.objects.filter(pk=person.pk).update(superior=person)
    with pytest.raises(IntegrityError), transaction.atomic():
        Holding.objects.create(person=person, post="shop.auditor", since=date(2026, 2, 1), until=date(2026, 1, 31))
    with pytest.raises(IntegrityError), transaction.atomic():
        Holding.objects.create(person=person, post="auditor", since=date(2026, 2, 1))


def test_two_units_of_one_parent_do_not_share_a_name():
    Unit.objects.create(name="网店")
    with pytest.raises(IntegrityError), transaction.atomic():
        Unit.objects.create(name="网店")


@pytest.mark.parametrize("model", [AccessLog, Act])
def test_the_logs_refuse_update_and_delete_by_any_road(model):
    if model is AccessLog:
        AccessLog.objects.create(at=NOW, kind=Access.REFUSED, username="wang")
    else:
        Act.objects.create(at=NOW, what="create_person")
    for statement in (f"update {model._meta.db_table} set at = now()", f"delete from {model._meta.db_table}"):
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)
    assert model.objects.count() == 1
