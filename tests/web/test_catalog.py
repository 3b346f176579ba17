"""Every text of the pages stands in the English catalog, and nothing else does."""

import ast
import gettext
import io
from pathlib import Path

import django
import pytest
from django.template import Engine, loader
from django.template.base import Node
from django.templatetags.i18n import BlockTranslateNode, TranslateNode

import gendan.web
from gendan.web.catalog import CATALOGS, compiled, entries, translations

WEB = Path(gendan.web.__file__).parent
CALLS = {"_", "gettext", "gettext_lazy", "ngettext", "pgettext"}


@pytest.fixture(scope="module", autouse=True)
def _django():
    django.setup()


def in_templates() -> set[str]:
    """What `translate` and `blocktranslate` say in our templates."""
    found: set[str] = set()
    for path in sorted((WEB / "templates").rglob("*.html")):
        template = loader.get_template(path.relative_to(WEB / "templates").as_posix()).template
        for node in template.nodelist.get_nodes_by_type(Node):
            if isinstance(node, TranslateNode):
                found.add(str(node.filter_expression.var.literal or node.filter_expression.var.var))
            elif isinstance(node, BlockTranslateNode):
                found.add(node.render_token_list(node.singular)[0])
    return found


def in_code() -> set[str]:
    """What the gettext functions are called with in our code."""
    found: set[str] = set()
    for path in sorted(WEB.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in CALLS:
                first = node.args[1] if node.func.id == "pgettext" else node.args[0]
                assert isinstance(first, ast.Constant), f"{path.name}:{node.lineno}: a text that can't be found"
                context = f"{node.args[0].value}\x04" if node.func.id == "pgettext" else ""
                found.add(context + str(first.value))
    return found


def in_catalog() -> dict[str, str]:
    """The English catalog's texts by their source; of a plural the source of one."""
    text = (CATALOGS / "en" / "LC_MESSAGES" / "django.po").read_text(encoding="utf-8")
    return {source.split("\0")[0]: translation for source, translation in entries(text) if source}


def test_every_text_of_the_pages_is_in_english_too():
    missing = (in_templates() | in_code()) - set(in_catalog())
    assert missing == set(), "\n".join(sorted(missing))


def test_the_catalog_holds_nothing_that_no_page_says():
    unused = set(in_catalog()) - in_templates() - in_code()
    assert unused == set(), "\n".join(sorted(unused))


def test_places_in_a_text_stand_in_its_translation_too():
    import re

    places = re.compile(r"%\((\w+)\)s|%(s)|\{(\w*)\}")
    for source, translation in in_catalog().items():
        for each in translation.split("\0"):
            assert sorted(places.findall(each)) == sorted(places.findall(source)), source


def test_a_catalog_is_compiled_as_gettext_reads_it():
    text = """msgid ""
msgstr "Content-Type: text/plain; charset=UTF-8\\nPlural-Forms: nplurals=2; plural=(n != 1);\\n"

msgid "单"
msgid_plural "单"
msgstr[0] "case"
msgstr[1] "cases"

msgctxt "verb"
msgid "开"
msgstr "open"
"""
    catalog = gettext.GNUTranslations(io.BytesIO(compiled(dict(entries(text)))))
    assert catalog.ngettext("单", "单", 1) == "case"
    assert catalog.ngettext("单", "单", 2) == "cases"
    assert catalog.pgettext("verb", "开") == "open"
    assert catalog.gettext("没有") == "没有"


def test_the_catalog_is_what_pages_say_in_english():
    assert translations("en").gettext("登录") == "Sign in"


def test_every_template_can_be_read():
    engine = Engine.get_default()
    for path in (WEB / "templates").rglob("*.html"):
        engine.get_template(path.relative_to(WEB / "templates").as_posix())
