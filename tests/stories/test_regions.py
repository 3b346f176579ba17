"""A story says whose region is which: cases go to the holder of the region that an address lies in."""

import pytest

from gendan.cases.rehearsal import rehearse
from gendan.packs.reader import read_pack

PACK = """
pack: service
version: 1.0.0
title: 上门服务
posts: {clerk: {title: 文员}, fitter: {title: 安装工, reports_to: clerk}}
"""
VISIT = """
procedure: visit
title: 上门
fields: {address: {title: 地址, type: address}}
states:
  due:  {title: 待上门, owner: {post: fitter, by: region of address}}
  done: {title: 已上门, final: done}
actions:
  open: {title: 登记, by: clerk, to: due, asks: [address], needs: [address]}
  fit:  {title: 安装, from: due, to: done, by: fitter}
deadlines: {fit: {title: 上门, starts: open, stops: fit, due: 1 workday}}
"""
STORY = """
story: 按地址派工
at: 2026-10-12 09:30
regions: {{小浙 (fitter): [浙江], 小苏 (fitter): [江苏, {place}]}}
steps:
  - {{as: clerk, open: visit, with: {{address: 浙江省杭州市文三路1号}}}}
  - expect: {{owner: 小浙 (fitter)}}
  - {{as: clerk, open: visit, with: {{address: 浙江省宁波市中山路1号}}}}
  - expect: {{owner: {whose} (fitter)}}
  - {{as: clerk, open: visit, with: {{address: 云南省昆明市东风路1号}}}}
  - expect: {{owner: fitter}}
"""


def _played(place, whose):
    story = STORY.format(place=place, whose=whose)
    files = {"pack.yaml": PACK, "procedures/visit.yaml": VISIT, "stories/visit.yaml": story}
    reading = read_pack({path: text.encode() for path, text in files.items()})
    assert reading.findings == ()
    (result,) = rehearse(reading)
    return result.difference


@pytest.mark.django_db
def test_a_city_goes_before_its_province():
    assert _played("浙江宁波", "小苏") is None
    assert _played("安徽", "小浙") is None


@pytest.mark.django_db
def test_what_is_nobody_s_is_told():
    difference = _played("安徽", "小苏")
    assert difference is not None
    assert (difference.code, difference.parameters["found"]) == ("differs", "小浙 (fitter)")
    unknown = _played("火星", "小浙")
    assert unknown is not None
    assert (unknown.code, unknown.parameters["name"]) == ("unknown_name", "火星")
