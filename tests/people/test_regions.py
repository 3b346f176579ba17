"""Where an address lies: every usual spelling leads to one name, and what only looks like a place is none."""

import pytest

from gendan.people.regions import Region, cities, city_named, province_named, provinces, region_of

# As a shop's export of February 2020 spells them.
EXPORTED = {
    "上海": "上海市",
    "广东省": "广东省",
    "江苏省": "江苏省",
    "浙江省": "浙江省",
    "北京": "北京市",
    "四川省": "四川省",
    "山东省": "山东省",
    "辽宁省": "辽宁省",
    "天津": "天津市",
    "湖南省": "湖南省",
    "河北省": "河北省",
    "重庆": "重庆市",
    "河南省": "河南省",
    "云南省": "云南省",
    "安徽省": "安徽省",
    "陕西省": "陕西省",
    "福建省": "福建省",
    "山西省": "山西省",
    "广西壮族自治区": "广西壮族自治区",
    "江西省": "江西省",
    "吉林省": "吉林省",
    "黑龙江省": "黑龙江省",
    "贵州省": "贵州省",
    "内蒙古自治区": "内蒙古自治区",
    "海南省": "海南省",
    "甘肃省": "甘肃省",
    "湖北省": "湖北省",
    "新疆维吾尔自治区": "新疆维吾尔自治区",
    "宁夏回族自治区": "宁夏回族自治区",
    "青海省": "青海省",
    "西藏自治区": "西藏自治区",
}


def short(province: str) -> str:
    for ending in ("特别行政区", "维吾尔自治区", "壮族自治区", "回族自治区", "自治区", "省", "市"):
        if province.endswith(ending):
            return province.removesuffix(ending)
    raise AssertionError(province)


def test_there_are_34_provinces_and_333_divisions_below_them():
    assert len(provinces()) == 34
    direct = ("济源市", "仙桃市", "潜江市", "天门市", "神农架林区")
    second = [
        city
        for province in provinces()
        if province not in {"台湾省", "海南省", "新疆维吾尔自治区"}
        for city in cities(province)
        if city not in direct
    ]
    assert len(second) + 4 + 14 == 333
    assert len(set(second)) == len(second)


@pytest.mark.parametrize(("spelling", "province"), EXPORTED.items())
def test_every_spelling_of_the_real_orders_leads_to_one_name(spelling, province):
    assert region_of(spelling) == region_of(spelling + " ") == Region(province)
    assert province_named(spelling) == province_named(short(province)) == province_named(province) == province


@pytest.mark.parametrize("province", provinces())
def test_a_province_is_known_by_its_full_and_its_short_name_before_any_of_its_cities(province):
    for city in cities(province):
        for begin in (province, short(province), f"{province} ", f"中国{province}", f"{short(province)},{province}"):
            assert region_of(f"{begin}{city}人民路1号") == Region(province, city), begin
        assert region_of(f"{city}人民路1号") == Region(province, city)
        assert city_named(province, city) == city


@pytest.mark.parametrize(
    ("address", "region"),
    [
        ("广东 深圳 南山区科技园", Region("广东省", "深圳市")),
        ("广东深圳市南山区", Region("广东省", "深圳市")),
        ("深圳市南山区", Region("广东省", "深圳市")),
        ("上海 上海市 浦东新区", Region("上海市")),
        ("上海市市辖区黄浦区北京东路100号", Region("上海市")),
        ("北京市朝阳区建国路", Region("北京市")),
        ("吉林市昌邑区", Region("吉林省", "吉林市")),
        ("吉林省吉林市昌邑区", Region("吉林省", "吉林市")),
        ("吉林吉林市", Region("吉林省", "吉林市")),
        ("吉林 长春", Region("吉林省", "长春市")),
        ("海南藏族自治州共和县", Region("青海省", "海南藏族自治州")),
        ("青海 海南州 共和县", Region("青海省", "海南藏族自治州")),
        ("海南海口", Region("海南省", "海口市")),
        ("湖北恩施州利川市", Region("湖北省", "恩施土家族苗族自治州")),
        ("恩施自治州", Region("湖北省", "恩施土家族苗族自治州")),
        ("新疆自治区伊犁州", Region("新疆维吾尔自治区", "伊犁哈萨克自治州")),
        ("内蒙呼市", Region("内蒙古自治区")),
        ("内蒙古锡林郭勒盟锡林浩特市", Region("内蒙古自治区", "锡林郭勒盟")),
        ("湖北省省直辖县级行政区划仙桃市", Region("湖北省", "仙桃市")),
        ("江苏省昆山市玉山镇", Region("江苏省")),
        ("湖南省武汉市", Region("湖南省")),
        ("收货地址:浙江省杭州市西湖区", Region("浙江省", "杭州市")),
        ("王小明,13800000000,浙江省 杭州市 西湖区", Region("浙江省", "杭州市")),
        ("香港特别行政区九龙", Region("香港特别行政区")),
        ("台湾省台北市", Region("台湾省", "台北市")),
        ("中国台湾省台北市", Region("台湾省", "台北市")),
        ("广西南宁", Region("广西壮族自治区", "南宁市")),
        ("广东省", Region("广东省")),
        ("广东", Region("广东省")),
        ("", None),
        ("  ", None),
        ("朝阳区建国路88号", None),
        ("北京东路100号", None),
        ("上海大厦12楼", None),
        ("中山路3号", None),
        ("河南中路", None),
        ("Shanghai", None),
        ("建国路88号 上海大厦", None),
    ],
)
def test_addresses_as_people_write_them(address, region):
    assert region_of(address) == region


def test_what_is_no_province_is_not_named_one():
    for name in ("深圳", "吉林市", "广东省深圳市", "中国", ""):
        assert province_named(name) is None
    assert city_named("广东省", "深圳") == "深圳市"
    assert city_named("广东省", "长沙市") is None
