"""What people call the columns of kinds: in both languages, of columns that are there."""

from gendan.core.due import parse_amount
from gendan.core.expression import parse
from gendan.packs.describe import labels
from gendan.packs.folder import read_folder
from gendan.packs.manual.expression_words import condition_in_words
from gendan.packs.manual.speech import Speech
from gendan.packs.manual.time_words import amount
from gendan.packs.reader import SHIPPED, read_pack

FILE = "procedures/service_order.yaml"


def _read(old="", new=""):
    files, _ = read_folder(SHIPPED / "domains")
    text = files[FILE].decode()
    assert old in text
    return read_pack({**files, FILE: text.replace(old, new).encode()})


def test_the_manual_calls_them_by_their_titles():
    pack = _read().pack
    for language, wanted, within in (
        ("zh", "该类别的“自资料齐全起算”不为“是”", "类别所定的“提交时限”内"),
        ("en", "the kind’s “Counted from complete papers” is not “yes”", "the kind’s “Time for submitting”"),
    ):
        speech = Speech(pack=pack, language=language).about(pack.procedures["service_order"])
        assert condition_in_words(parse("not kind.from_papers"), speech) == wanted
        assert within.startswith(amount(parse_amount("kind.clock"), speech))


def test_without_a_title_a_column_is_called_by_its_name():
    pack = _read("  clock:           {zh: 提交时限, en: Time for submitting}\n").pack
    speech = Speech(pack=pack, language="zh").about(pack.procedures["service_order"])
    assert amount(parse_amount("kind.clock"), speech).startswith("类别所定的“clock”")


def test_they_are_labels_like_all_others():
    paths = {label.path for label in labels(_read().pack)}
    assert "procedures.service_order.kind_columns.clock" in paths


def test_a_column_that_no_kind_has_is_found():
    (finding,) = _read("  clock:           {zh: 提交时限", "  clocks:          {zh: 提交时限").findings
    assert (finding.code, finding.params["name"], finding.params["meant"]) == (
        "unknown_kind_column",
        "clocks",
        ("clock",),
    )
