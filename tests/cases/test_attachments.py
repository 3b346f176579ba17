"""What may be kept of files: by content, never by name; bounded; under names that lead nowhere."""

import hashlib
import io
import zipfile

import pytest

from gendan.cases import attachments
from gendan.core.refusals import Refused
from tests.people.company import NOW

PDF = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"


@pytest.fixture
def folder(db, settings, tmp_path):
    settings.GENDAN_ATTACHMENTS = tmp_path / "attachments"
    return settings.GENDAN_ATTACHMENTS


def keep(content: bytes, name: str = "a.pdf", **more):
    return attachments.store(io.BytesIO(content), name=name, by=1, at=NOW, **more)


def packed(*names: str) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        for name in names:
            archive.writestr(name, "x")
    return held.getvalue()


def test_what_a_file_is_its_content_says(folder):
    given = {
        "a.exe": PDF,
        "b.pdf": "单号,金额\n1,2\n".encode("gb18030"),
        "c.zip": packed("xl/workbook.xml"),
        "d.xlsx": packed("run.sh"),
    }
    told = {name: keep(content, name)["type"] for name, content in given.items()}
    assert told == {
        "a.exe": "application/pdf",
        "b.pdf": "text/plain",
        "c.zip": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        "d.xlsx": "application/zip",
    }


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"<!doctype html><script>alert(1)</script>",
        b"  \n<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>",
        b"<?xml version='1.0'?><x/>",
        b"MZ\x90\x00\x03\x00\x00\x00",
        b"\x7fELF\x02\x01\x01\x00",
        b"text\x00with a zero",
    ],
    ids=repr,
)
def test_pages_programs_and_nothing_are_not_kept(folder, content):
    with pytest.raises(Refused) as refused:
        keep(content, "picture.png")
    assert refused.value.reasons[0].code == "value.file"
    assert [path for path in folder.rglob("*") if path.is_file()] == []


def test_a_file_that_is_too_large_is_cut_off_while_it_comes(folder):
    came = []

    def endless():
        while True:
            came.append(1)
            yield PDF.ljust(64 * 1024)

    with pytest.raises(Refused):
        attachments.store(endless(), name="a.pdf", by=1, at=NOW, most=1024 * 1024)
    assert len(came) == 17
    assert [path for path in folder.rglob("*") if path.is_file()] == []
    assert attachments.MOST == 20 * 1024 * 1024


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("../../etc/passwd", "passwd"),
        ("..\\..\\boot.ini", "boot.ini"),
        ("/", "file"),
        ('a"\r\nSet-Cookie: x.pdf', 'a"Set-Cookie: x.pdf'),
        ("报价\u202efdp.exe", "报价fdp.exe"),
        ("x" * 300, "x" * 200),
    ],
)
def test_a_name_leads_nowhere_and_is_no_place(folder, given, kept):
    value = keep(PDF, given)
    assert value["name"] == kept
    sha256 = hashlib.sha256(PDF).hexdigest()
    assert [path for path in folder.rglob("*") if path.is_file()] == [folder / sha256[:2] / sha256]
    assert attachments.path_of(sha256).stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize("asked", ["../" + "a" * 61, "A" * 64, "", "a" * 63 + "/"])
def test_only_hashes_lead_to_files(folder, asked):
    assert attachments.path_of(asked) is None
