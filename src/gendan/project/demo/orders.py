"""Orders drawn to the shape of a real month: who bought what, where it goes, what was paid, what was written beside
it."""

from __future__ import annotations

from bisect import bisect
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import accumulate
from random import Random
from typing import Final

from gendan.people.regions import cities, province_named
from gendan.project.demo import shape

SHOPS: Final = {"天猫旗舰店": 45, "京东专营店": 20, "QQ商城店": 8, "集市店": 15, "分销平台": 12}

ITEMS: Final = (
    ("MT01", "棉麻居家拖鞋", 3700, 30),
    ("FB12", "低帮帆布鞋", 6900, 22),
    ("YD20", "轻便跑步鞋", 11900, 18),
    ("DD05", "一脚蹬懒人鞋", 5300, 14),
    ("LX08", "软底凉鞋", 4500, 12),
    ("PX31", "头层牛皮休闲鞋", 23800, 6),
    ("XB02", "儿童学步鞋", 8500, 12),
    ("DX17", "短筒雪地靴", 16800, 7),
    ("MD09", "加绒马丁靴", 18300, 5),
    ("XD03", "鞋垫三双装", 2100, 12),
)
"""Code, name, price in hundredths of a yuan, and how often among the others."""

SURNAMES: Final = "王李张刘陈杨黄赵周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕"
GIVEN: Final = "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超兰霞平刚桂文辉鑫宇浩凯秀健俊帆雪荣爱妹香月莺媛瑞凡佳嘉琼勤珍贞莉"
ROADS: Final = ("人民路", "建设路", "解放路", "中山路", "文化路", "新华街", "和平路", "学府路", "滨河路", "朝阳街")
AREAS: Final = ("花园", "小区", "家园", "公寓", "新村")
MESSAGES: Final = (
    "请尽快发货，谢谢", "周末不在家，请工作日送", "送人的，请不要放价格单", "要36码，别发错", "麻烦包装结实一点",
    "请用顺丰，可以补差价", "能不能换成黑色", "到了先打电话", "开发票，抬头个人",
)  # fmt: skip
REMARKS: Final = (
    "老客户，送鞋垫一双",
    "已答应周五前发",
    "买家要求改地址，待确认",
    "客服已沟通，可换码",
    "注意核对尺码",
)


@dataclass(frozen=True, slots=True)
class Line:
    """Some pieces of one item; `price` is one piece's, in hundredths of a yuan."""

    code: str
    name: str
    size: int
    quantity: int
    price: int


@dataclass(frozen=True, slots=True)
class Order:
    """One order as a shop gives it: field values as written, when it was made, and how many pieces it has."""

    values: Mapping[str, object]
    ordered_at: datetime
    pieces: int

    @property
    def simple(self) -> bool:
        """Whether nothing about it needs a second look: paid, one piece, nothing written beside it, no invoice."""
        given = self.values
        plain = not any(given.get(name) for name in ("buyer_message", "seller_remark", "shop_remark", "invoice"))
        return plain and bool(given.get("paid_at")) and given["paid"] == given["amount"] and self.pieces == 1


class Drawer:
    """Draws orders; the same seed draws the same ones."""

    def __init__(self, seed: int) -> None:
        self._random = Random(seed)  # noqa: S311 nothing is kept secret by it
        self._provinces = _Weighted(shape.PROVINCES)
        self._shops = _Weighted(SHOPS)
        self._items = _Weighted({item[0]: item[3] for item in ITEMS})
        self._by_code = {item[0]: item for item in ITEMS}
        self._count = 0
        self._buyers: dict[str, list[Mapping[str, object]]] = {shop: [] for shop in SHOPS}

    def orders(self, count: int, until: datetime, shop: str | None = None) -> Iterator[Order]:
        """`count` orders of the day that ends at `until` (aware, in the desk's zone), the earliest first."""
        moments = sorted(self._moment(until) for _ in range(count))
        for moment in moments:
            yield self._order(shop or self._shops.draw(self._random), moment)

    def _moment(self, until: datetime) -> datetime:
        hour = bisect(list(accumulate(shape.HOURS)), self._random.random() * sum(shape.HOURS))
        moment = until.replace(hour=min(hour, 23), minute=self._random.randrange(60), second=self._random.randrange(60))
        return moment.replace(microsecond=0) - timedelta(days=1 if moment >= until else 0)

    def _order(self, shop: str, ordered_at: datetime) -> Order:
        self._count += 1
        lines = self._lines()
        values: dict[str, object] = {
            "shop": shop,
            "order_no": f"{ordered_at:%y%m%d}{self._count:06}{self._random.randrange(10**6):06}",
            **self._buyer(shop),
            "lines": [
                {"sku": each.code, "name": each.name, "size": str(each.size), "quantity": str(each.quantity)}
                for each in lines
            ],
            "ordered_at": f"{ordered_at:%Y-%m-%d %H:%M:%S}",
            **self._money(sum(each.price * each.quantity for each in lines), ordered_at),
            **self._written(),
        }
        return Order(values, ordered_at, sum(each.quantity for each in lines))

    def _lines(self) -> list[Line]:
        lines = []
        for _ in range(1 if self._random.random() < 0.95 else 2):
            code, name, price, _share = self._by_code[self._items.draw(self._random)]
            quantity = 1 if self._random.random() < 0.96 else 2
            lines.append(Line(code, name, self._random.randint(35, 44), quantity, price))
        return lines

    def _buyer(self, shop: str) -> Mapping[str, object]:
        known = self._buyers[shop]
        if known and self._random.random() < 0.05:
            # Somebody who has just bought buys again: to be sent together.
            return self._random.choice(known[-40:])
        draw = self._random
        province = self._provinces.draw(draw)
        canonical = province_named(province) or province
        city = draw.choice(cities(canonical) or (canonical,))
        name = draw.choice(SURNAMES) + "".join(draw.choice(GIVEN) for _ in range(draw.choice((1, 2, 2))))
        place = (
            f"{draw.choice(ROADS)}{draw.randint(1, 399)}号{draw.choice(GIVEN)}{draw.choice(GIVEN)}{draw.choice(AREAS)}"
        )
        where = canonical if city == canonical else f"{canonical}{city}"
        buyer: Mapping[str, object] = {
            "buyer": f"tb{draw.randrange(10**7):07}"
            if draw.random() < 0.6
            else f"{name[0]}**{draw.randrange(1000):03}",
            "receiver": name,
            "phone": f"1{draw.choice('35789')}{draw.randrange(10)}****{draw.randrange(10**4):04}",
            "province": province,
            "address": f"{where}{place}{draw.randint(1, 28)}幢{draw.randint(1, 18)}0{draw.randint(1, 4)}室",
        }
        known.append(buyer)
        return buyer

    def _money(self, amount: int, ordered_at: datetime) -> Mapping[str, object]:
        chance = self._random.random()
        if chance < shape.UNPAID:
            return {"amount": _yuan(amount), "paid": "0.00", "refund": "0.00"}
        refund = 0
        if chance < shape.UNPAID + shape.REFUNDED_WHOLLY:
            refund = amount
        elif chance < shape.UNPAID + shape.REFUNDED_WHOLLY + shape.REFUNDED_PARTLY:
            refund = amount * self._random.choice((20, 30, 50)) // 100
        share = self._random.random()
        within = next(seconds for upto, seconds in shape.SECONDS_TO_PAY if share <= upto)
        paid_at = ordered_at + timedelta(seconds=self._random.randint(1, within))
        return {
            "amount": _yuan(amount),
            "paid": _yuan(amount - refund),
            "refund": _yuan(refund),
            "paid_at": f"{paid_at:%Y-%m-%d %H:%M:%S}",
        }

    def _written(self) -> Mapping[str, object]:
        draw = self._random
        written: dict[str, object] = {}
        if draw.random() < 0.12:
            written["buyer_message"] = draw.choice(MESSAGES)
        if draw.random() < 0.06:
            written["seller_remark"] = draw.choice(REMARKS)
        if draw.random() < 0.05:
            written["invoice"] = "是"
            if draw.random() < 0.6:
                written["invoice_title"] = f"{draw.choice(ROADS)[:2]}{draw.choice(GIVEN)}商贸有限公司"
        return written


class _Weighted:
    """Names drawn by their weights."""

    def __init__(self, weights: Mapping[str, int]) -> None:
        self._names = list(weights)
        self._sums = list(accumulate(weights.values()))

    def draw(self, random: Random) -> str:
        return self._names[bisect(self._sums, random.random() * self._sums[-1])]


def _yuan(hundredths: int) -> str:
    return f"{hundredths // 100}.{hundredths % 100:02}"
