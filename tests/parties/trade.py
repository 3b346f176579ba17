"""The payment company with its dealers: a city dealer with a county dealer below, and another city's."""

from datetime import date

from gendan.cases import library
from gendan.catalogue.actions import make_known, publish
from gendan.core.command import Command, Verb
from gendan.packs.reader import SHIPPED
from gendan.parties.actions import contract, register
from gendan.stock.actions import coming, moving, places
from gendan.stock.asked import Job
from tests.cases.company import FRIDAY, Company, do

CITY, COUNTY, OTHER = "黄石经销处", "阳新经销处", "武汉经销处"
SINCE, UNTIL = date(2026, 1, 1), date(2027, 12, 31)
ID_NUMBER = "11010519491231002X"


class Trade(Company):
    """People: channel (specialist), clerk and leader of the users, and one for each dealer: city, county, other."""

    @classmethod
    def open(cls, devices=4):
        """Devices SN0 and on are the city's, the last one is the other's; CITY's phone is 13800000001."""
        trade = cls(library.activate(SHIPPED / "dealers", by=0, at=FRIDAY).definition)
        for name, post in (("channel", "channel_specialist"), ("clerk", "user_clerk"), ("leader", "user_supervisor")):
            trade.hire(name, post, pack="dealers")
        for name, party in (("city", CITY), ("county", COUNTY), ("other", OTHER)):
            trade.hire(name, party=party)
            grade, upline = ("县市级", CITY) if name == "county" else ("地市级", None)
            phones = ["13800000001"] if name == "city" else []
            register(party, actor=0, at=FRIDAY, sorts=["dealer"], grade=grade, upline=upline, phones=phones)
            contract(party, f"HT-{name}", actor=0, at=FRIDAY, signed_on=SINCE, expires_on=UNTIL)
        make_known(["刷卡机"], FRIDAY)
        prices = [{"product": "刷卡机", "rate": "180"}]
        publish(name="地市级供货价", grade="地市级", since=SINCE, prices=prices, actor=0, at=FRIDAY)
        places.make_place("总仓", actor=0, at=FRIDAY)
        codes = [f"SN{number}" for number in range(devices)]
        trade.stock(coming.receive, product="刷卡机", codes=" ".join(codes), target="总仓")
        trade.stock(moving.dispatch, codes=" ".join(codes[:-1]), customer=CITY)
        trade.stock(moving.dispatch, codes=codes[-1], customer=OTHER)
        return trade

    @staticmethod
    def stock(move, **arguments):
        move([Job(actor=0, at=FRIDAY, arguments=arguments)])

    def order(self, person, dealer=CITY):
        """An intention to order, by the dealer himself."""
        lines = [{"product": "刷卡机", "quantity": "2"}]
        return do(opening("city_order", dealer=dealer, lines=lines), person).case


def opening(procedure, **given):
    return Command(verb=Verb.OPEN, procedure=f"dealers.{procedure}", given=given)


def application(device, dealer=CITY, **more):
    """An application to activate a device for the one person that there is."""
    given: dict[str, object] = {
        "dealer": dealer,
        "device": device,
        "user_name": "张三",
        "id_number": ID_NUMBER,
        "user_phone": "13800000009",
        "address": "湖北省黄石市颐阳路8号",
    }
    return opening("activation", **{**given, **more})
