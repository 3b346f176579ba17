"""The drawing of every pack's procedures: all that is declared is drawn, has its own place, and can be read aloud."""

from itertools import pairwise
from pathlib import Path
from xml.etree import ElementTree

import pytest

from gendan.packs import drawing
from gendan.packs.drawing import EdgeKind, NodeKind, elk
from gendan.packs.drawing.procedure import START, ways
from gendan.packs.folder import read_folder
from gendan.packs.reader import read_pack, shipped_packs
from tests.packs.packs_at_hand import doors, files_of

FIXTURES = Path(__file__).parent / "fixtures"

built = pytest.mark.skipif(not elk.ENGINE.is_file(), reason="the layout engine is built by make setup")


def every_pack():
    for folder in sorted(FIXTURES.iterdir()):
        if (folder / "pack.yaml").is_file():
            yield folder.name, files_of(folder)
    for name, where in sorted(shipped_packs().items()):
        yield name, read_folder(where)[0] if isinstance(where, Path) else dict(where)


PACKS = {name: read_pack(files).pack for name, files in every_pack()}
PROCEDURES = [(pack, name) for pack in PACKS if PACKS[pack] for name in PACKS[pack].procedures]


@built
@pytest.mark.parametrize(("pack", "name"), PROCEDURES)
def test_what_is_declared_is_drawn_and_nothing_lies_on_another(pack, name):
    procedure = PACKS[pack].procedures[name]
    drawn = drawing.of(procedure, PACKS[pack], language="zh")
    states = [node.name for node in drawn.nodes if node.kind in (NodeKind.STATE, NodeKind.FINAL)]
    assert states == list(procedure.states)
    assert {way for way in ways(procedure) if not way.stays} == drawn_ways(drawn)
    boxes = [node.box for node in drawn.nodes]
    texts = [label.box for edge in drawn.edges for label in edge.labels]
    assert [(a, b) for n, a in enumerate(boxes) for b in boxes[n + 1 :] if overlap(a, b)] == []
    assert [(a, b) for a in texts for b in boxes if overlap(a, b)] == []
    assert [(a, b) for n, a in enumerate(texts) for b in texts[n + 1 :] if overlap(a, b)] == []
    for edge in drawn.edges:
        assert on_border(edge.points[0], drawn.by_key[edge.source].box), edge
        assert on_border(edge.points[-1], drawn.by_key[edge.target].box), edge
        assert all(a.x == b.x or a.y == b.y for a, b in pairwise(edge.points)), edge


def drawn_ways(drawn):
    """The ways that the lines tell, through actions that are nodes of their own."""
    found = set()
    into = [edge for edge in drawn.edges if edge.kind is not EdgeKind.CHILD]
    for edge in into:
        source, target = drawn.by_key[edge.source], drawn.by_key[edge.target]
        rejects = edge.kind is EdgeKind.BACK
        if target.kind is NodeKind.ACTION:
            ends = [each.target for each in into if each.source == target.key]
            found |= {way(source, target.name, drawn.by_key[end], rejects) for end in ends}
        elif source.kind is not NodeKind.ACTION:
            found |= {way(source, label.action, target, rejects) for label in edge.labels}
    return {each for each in found if not each.stays}


def way(source, action, target, rejects):
    return drawing.procedure.Way("" if source.key == START else source.name, action, target.name, rejects)


def overlap(a, b):
    return a.x < b.x + b.width and b.x < a.x + a.width and a.y < b.y + b.height and b.y < a.y + a.height


def on_border(point, box):
    near_x = min(abs(point.x - box.x), abs(point.x - box.x - box.width)) <= 1
    near_y = min(abs(point.y - box.y), abs(point.y - box.y - box.height)) <= 1
    inside = box.x - 1 <= point.x <= box.x + box.width + 1 and box.y - 1 <= point.y <= box.y + box.height + 1
    return inside and (near_x or near_y)


@built
def test_signs_stand_where_something_must_hold_be_signed_or_be_in_time():
    pack = read_pack(doors()).pack
    drawn = drawing.of(pack.procedures["door_order"], pack, language="zh")
    labels = {label.action: label for edge in drawn.edges for label in edge.labels if edge.kind is EdgeKind.WAY}
    assert [(mark.kind, mark.says) for mark in labels["audit"].marks] == [
        ("sign", "审单员、技术主管"),
        ("gate", "无定金且无担保人，不得下达生产"),
    ]
    assert [(mark.kind, mark.says) for mark in labels["ship"].marks] == [
        ("gate", "货款未到账，不得发货"),
        ("clock", "交货"),
    ]
    assert [mark.kind for mark in labels["halt"].marks] == ["system"]
    quoted = drawn.by_key["state.quoted"]
    assert [(line.kind, line.text) for line in quoted.lines] == [
        ("title", "已报价"),
        ("owner", "接单员"),
        ("waits", "客户"),
        ("clock", "客户回传"),
    ]
    assert [lane.title for lane in drawn.lanes] == ["接单员", "制单员", "审单员", "生产统计"]
    assert drawn.by_key["child.loss"].title == "子单：停单损失"
    assert [edge.labels[0].text for edge in drawn.edges if edge.kind is EdgeKind.BACK] == ["审单：驳回"]


@built
@pytest.mark.parametrize("language", ["zh", "en"])
def test_svg_is_well_formed_tells_itself_and_leads_where_it_is_told(language):
    pack = read_pack(doors()).pack
    drawn = drawing.of(pack.procedures["door_order"], pack, language=language)
    alone = ElementTree.fromstring(drawing.svg(drawn, alone=True))
    space = "{http://www.w3.org/2000/svg}"
    assert alone.find(f"{space}title").text == pack.procedures["door_order"].title.in_language(language)
    told = alone.find(f"{space}desc").text
    assert all(f"→ {node.title}" in told for node in drawn.nodes if node.kind is not NodeKind.START)
    linked = drawing.svg(drawn, links={"state.quoted": "/lists/?state=quoted&late=1"})
    assert linked.count("<a ") == 1
    assert 'href="/lists/?state=quoted&amp;late=1"' in linked
    # The content policy allows no style inside a page.
    assert "style" not in linked


@built
def test_what_is_drawn_once_is_drawn_the_same():
    pack = read_pack(doors()).pack
    first = drawing.of(pack.procedures["door_order"], pack)
    elk._engine.cache_clear()
    drawing.layout.laid_out.cache_clear()
    assert drawing.of(pack.procedures["door_order"], pack) == first


@built
def test_titles_that_look_like_markup_stay_text():
    files = doors()
    path = "procedures/door_order.yaml"
    files[path] = files[path].replace("已报价".encode(), b'"<script>&\\"</script>"', 1)
    pack = read_pack(files).pack
    assert "<script" not in drawing.svg(drawing.of(pack.procedures["door_order"], pack))


def test_without_the_engine_it_says_so(monkeypatch, tmp_path):
    monkeypatch.setattr(elk, "ENGINE", tmp_path / "elk.js")
    pack = read_pack(doors()).pack
    drawing.layout.laid_out.cache_clear()
    with pytest.raises(drawing.NotBuilt):
        drawing.of(pack.procedures["door_order"], pack)
