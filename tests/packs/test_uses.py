"""Taking from a shipped pack: one of its posts may be several of ours, where a list of posts stands."""

import pytest

from gendan.core.procedure import Role
from gendan.packs.reader import read_pack

PACK = """
pack: office
version: 1.0.0
title: 办公室
posts: {{boss: {{title: 主管}}, clerk: {{title: 文员, reports_to: boss}}, cashier: {{title: 出纳, reports_to: boss}}}}
uses: {{common: {{take: {take}, posts: {posts}}}}}
"""
ONE = "{director: boss, leader: boss, member: [clerk, cashier], seat: clerk}"


def _read(tmp_path, take, posts):
    (tmp_path / "pack.yaml").write_text(PACK.format(take=take, posts=posts), encoding="utf-8")
    return read_pack(tmp_path)


def test_a_taken_post_is_several_of_ours(tmp_path):
    pack = _read(tmp_path, "[suggestion, announcement, receipt]", ONE).pack
    assert pack is not None
    suggestion = pack.procedures["suggestion"]
    assert suggestion.pack == "office"
    # Who comes by two of its posts stands there once.
    assert [who.name for who in suggestion.actions["open"].by if who.role is Role.POST] == ["clerk", "cashier", "boss"]
    assert dict(suggestion.sees) == {"boss": "all", "clerk": "own", "cashier": "own"}
    receipts = pack.procedures["announcement"].openings["receipt"]
    assert [who.name for who in receipts.for_holders] == ["boss", "clerk", "cashier"]


@pytest.mark.parametrize(
    ("take", "posts", "code"),
    [
        ("[task]", "{director: boss, leader: [boss, clerk], member: clerk}", "post_needs_one"),
        ("[task]", "{director: boss, leader: boss}", "post_not_mapped"),
        ("[task]", "{director: boss, leader: boss, member: [clerk, nobody]}", "unknown_post"),
        ("[complaint]", ONE, "opened_not_taken"),
    ],
)
def test_what_does_not_fit_is_told(tmp_path, take, posts, code):
    assert [finding.code for finding in _read(tmp_path, take, posts).findings if finding.is_error] == [code]


@pytest.mark.parametrize(
    ("section", "told"),
    [
        ("settings: {answer_within: {title: 答复时限, type: text, default: 30 minutes}}", [("answer_within", "int")]),
        ("settings: {answer_within: {title: 答复时限, type: int, default: 3}}", []),
        (
            "tables: {quality_rules: {title: 规则, key: rule, columns: {text: text, points: text}, rows: []}}",
            [("quality_rules.points", "int"), ("quality_rules.source", "text")],
        ),
    ],
)
def test_what_stands_for_theirs_is_of_their_type(tmp_path, section, told):
    pack = PACK.format(take="[suggestion]", posts=ONE) + section
    (tmp_path / "pack.yaml").write_text(pack, encoding="utf-8")
    found = read_pack(tmp_path).findings
    assert [(each.params["name"], each.params["expected"]) for each in found] == told
    assert {each.code for each in found} <= {"used_other_type"}
