"""A pack's text is read twice as it were: quickly where libyaml can, by the rules of YAML 1.2 where it can't."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gendan.packs import source
from gendan.packs.reader import SHIPPED

FILES = sorted(SHIPPED.glob("*/**/*.yaml"))
TEXTS = [path.read_text(encoding="utf-8") for path in SHIPPED.glob("*/pack.yaml")]
ODD = [
    ":",
    ": ",
    " ",
    '"',
    "'",
    "{",
    "}",
    "[",
    "]",
    "\t",
    ",",
    "- ",
    "\n",
    "#",
    "&x ",
    "*x",
    "!",
    "%",
    "|",
    "：",
    "~",
    "\x85",
]


@pytest.fixture(scope="module")
def slowly():
    """Reads a file's bytes without libyaml."""

    def read(content):
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(source, "_LIBYAML", None)
            return source._read(content, "x.yaml")

    return read


@pytest.mark.skipif(source._LIBYAML is None, reason="PyYAML was built without libyaml")
@pytest.mark.parametrize("path", FILES[::9], ids=lambda path: f"{path.parent.name}/{path.name}")
def test_libyaml_reads_every_file_as_yaml_1_2_does(path, slowly):
    content = path.read_bytes()
    assert source._quickly(source.decode(content, "x.yaml"), "x.yaml") == slowly(content)


@pytest.mark.parametrize(
    "text", ["*xpack: 1", "a: &b: c", "a: *b.c", "a\tb: c", "a: b\x85c", "a: b\u2028c", "%YAML 1.1\n---\na: b"]
)
def test_what_libyaml_reads_otherwise_is_read_as_yaml_1_2(text, slowly):
    assert source.read_source(text.encode(), "x.yaml") == slowly(text.encode())


@given(st.data())
def test_whoever_reads_it_a_damaged_text_is_the_same_or_told_the_same(slowly, data):
    text = data.draw(st.sampled_from(TEXTS))
    begin = data.draw(st.integers(0, max(0, len(text) - 300)))
    text = text[text.rfind("\n", 0, begin) + 1 :][:300]
    for _ in range(data.draw(st.integers(1, 2))):
        at = data.draw(st.integers(0, len(text)))
        text = text[:at] + data.draw(st.sampled_from(ODD)) + text[at + data.draw(st.integers(0, 1)) :]
    documents, findings = source.read_source(text.encode(), "x.yaml")
    by_the_rules, told = slowly(text.encode())
    if documents or by_the_rules:
        assert [each.plain() for each in documents] == [each.plain() for each in by_the_rules]
    assert findings == told
