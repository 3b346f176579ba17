"""A static file's address changes with the file."""

from django.contrib.staticfiles.storage import staticfiles_storage


def test_the_address_carries_the_files_version():
    address, _, version = staticfiles_storage.url("gendan/css/base.css").partition("?v=")
    assert address == "/static/gendan/css/base.css"
    assert len(version) == 8


def test_what_is_not_there_has_no_version():
    assert staticfiles_storage.url("gendan/no-such-file.css") == "/static/gendan/no-such-file.css"


def test_a_static_file_is_served_and_may_be_kept(client):
    response = client.get("/static/gendan/css/base.css")
    assert response.status_code == 200
    assert "max-age=3600" in response["Cache-Control"]
    assert len(response.getvalue()) > 100
