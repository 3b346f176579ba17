"""An installation says whether it can work."""

import pytest
from django.db import connection


@pytest.mark.django_db
def test_health_is_ok_where_the_database_answers(client):
    response = client.get("/health")
    assert response.status_code == 200
    assert response.json()["database"] is True


@pytest.mark.django_db
def test_tests_work_on_a_database_of_their_own():
    with connection.cursor() as cursor:
        cursor.execute("select current_database()")
        assert cursor.fetchone()[0].startswith("gendan_test_")
