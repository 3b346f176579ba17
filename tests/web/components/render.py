"""Renders the page of components from the templates that the pages are made of."""

import re
from pathlib import Path
from typing import Final

from django.template import Context, Engine, engines
from django.template.loader_tags import BlockNode
from django.utils import translation
from django.utils.safestring import mark_safe

from gendan.web.context import STYLESHEETS, Bell
from tests.web.components.saying import Say
from tests.web.components.shown import Component, components

HERE: Final = Path(__file__).parent
DOCS: Final = Path(__file__).parents[3] / "docs"
PAGES: Final = {"en": DOCS / "components.html", "zh-hans": DOCS / "components.zh.html"}
"""By language, where the page stands."""


def rendered(language: str) -> str:
    """The whole page in one language."""
    chinese = language == "zh-hans"

    def say(zh: str, en: str) -> str:
        return zh if chinese else en

    with translation.override(language):
        shown = [{"name": each.name, "title": each.title, "html": mark_safe(part(each))} for each in components(say)]
        # The manual's text is none of these.
        sheets = [each for each in STYLESHEETS if each.startswith("gendan/css/")]
        context = Context({"language": language, "stylesheets": sheets, "shown": shown, **_frame(say)})
        return "\n".join(line.rstrip() for line in _own("page.html").render(context).splitlines()) + "\n"


def _frame(say: Say) -> dict[str, str]:
    return {
        "title": say("界面的部件", "Components of the face"),
        "about": say(
            "每个部件的各种样子，由页面所用的模板生成：make components。样式是页面自己的。",
            "Every component in its states, made from the templates that the pages use: make components. "
            "The styles are the pages' own.",
        ),
        "other": say("components.html", "components.zh.html"),
        "other_language": say("en", "zh-hans"),
        "other_name": say("English", "中文"),
        "light": say("浅色、深色", "Light, dark"),
    }


def part(component: Component) -> str:
    """One component's HTML, with ways that lead nowhere and no tokens, as it stands outside of any site."""
    context = Context({**component.context, "bell": Bell(0, "0", 0), "many": Bell(120, "99+", 120), "csrf_token": "-"})
    name, _, block = component.template.partition("#")
    if name.startswith("plain/"):
        html = _own(name).render(context)
    else:
        template = engines["django"].get_template(name).template
        if block:
            found = next(each for each in template.nodelist.get_nodes_by_type(BlockNode) if each.name == block)
            with context.render_context.push_state(template), context.bind_template(template):
                html = found.nodelist.render(context)
        else:
            html = template.render(context)
    return _outside(html)


def _outside(html: str) -> str:
    html = re.sub(r' (href|action|src)="/[^"]*"', r' \1="#"', html)
    html = html.replace("<h1", "<h3").replace("</h1>", "</h3>")
    html = html.replace('<dialog id="keys"', '<dialog open id="keys"')
    # The page fetches what draws charts itself, once: modules are not read from a folder.
    html = re.sub(r'\s*<script type="module"[^>]*></script>', "", html)
    return re.sub(r' hx-[a-z-]+="[^"]*"| data-live="[^"]*"| autofocus', "", html)


def _own(name: str):
    engine: Engine = engines["django"].engine
    return engine.from_string((HERE / name).read_text("utf-8"))
