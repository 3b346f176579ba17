"""The book equals the goods at any past moment, whatever was done in between."""

from collections import Counter
from datetime import timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gendan.core.refusals import Refused
from gendan.stock import queries
from gendan.stock.actions import coming, holding, moving
from tests.stock.yard import NOON, D, build, job, sound, stands

PLACES = ("成品库", "成品库/A1", "分库")
PRODUCTS = ("门", "窗")
quantities = st.integers(1, 6)
steps = st.one_of(
    st.tuples(st.just("receive"), st.sampled_from(PRODUCTS), quantities, st.sampled_from(PLACES), st.just("")),
    st.tuples(st.just("dispatch"), st.sampled_from(PRODUCTS), quantities, st.sampled_from(PLACES), st.just("")),
    st.tuples(
        st.just("transfer"), st.sampled_from(PRODUCTS), quantities, st.sampled_from(PLACES), st.sampled_from(PLACES)
    ),
    st.tuples(st.just("take_back"), st.sampled_from(PRODUCTS), quantities, st.sampled_from(PLACES), st.just("")),
    st.tuples(
        st.just("reserve"), st.sampled_from(PRODUCTS), quantities, st.sampled_from(PLACES), st.sampled_from("12")
    ),
    st.tuples(st.just("release"), st.just("门"), st.just(1), st.just("分库"), st.sampled_from("12")),
)


class Goods:
    """The goods themselves, without any book."""

    def __init__(self):
        self.at = Counter()
        self.sent = Counter()
        self.held = Counter()

    def do(self, what, product, quantity, place, more):
        free = self.at[product, place] - sum(
            n for (c, p, where), n in self.held.items() if (p, where) == (product, place)
        )
        if what == "receive":
            self.at[product, place] += quantity
        elif what == "dispatch" and free >= quantity:
            self.at[product, place] -= quantity
            self.sent[product] += quantity
        elif what == "transfer" and free >= quantity:
            self.at[product, place] -= quantity
            self.at[product, more] += quantity
        elif what == "take_back" and self.sent[product] >= quantity:
            self.sent[product] -= quantity
            self.at[product, place] += quantity
        elif what == "reserve" and free + self.held[more, product, place] >= quantity:
            for other in PLACES:
                self.held.pop((more, product, other), None)
            self.held[more, product, place] = quantity
        elif what == "release":
            for key in [key for key in self.held if key[0] == more]:
                del self.held[key]
        else:
            return False
        return True


def book(what, product, quantity, place, more, at):
    if what == "receive":
        coming.receive([job(at=at, product=product, quantity=quantity, target=place)])
    elif what == "dispatch":
        moving.dispatch([job(at=at, product=product, quantity=quantity, source=place)])
    elif what == "transfer":
        moving.transfer([job(at=at, product=product, quantity=quantity, source=place, target=more)])
    elif what == "take_back":
        coming.take_back([job(at=at, product=product, quantity=quantity, target=place)])
    elif what == "reserve":
        holding.reserve([job(int(more), at=at, product=product, quantity=quantity, source=place)])
    else:
        holding.release([job(int(more), at=at)])


# The pool of connections draws at random in a thread of its own.
@pytest.mark.filterwarnings("ignore:Do not use the `random` module")
@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(done=st.lists(steps, min_size=4, max_size=14))
def test_book_equals_goods_at_any_past_moment(db, done):
    with transaction.atomic():
        build()
        goods = Goods()
        seen = []
        for number, (what, product, quantity, place, more) in enumerate(done):
            at = NOON + timedelta(minutes=number)
            try:
                with transaction.atomic():
                    book(what, product, quantity, place, more, at)
                booked = True
            except Refused:
                booked = False
            assert booked == goods.do(what, product, quantity, place, more), (what, product, quantity, place)
            seen.append((at, {key: D(count) for key, count in goods.at.items() if count}))
            sound()
        for at, stood in seen:
            assert stands(moment=at) == stood
            assert stands(moment=at + timedelta(seconds=59)) == stood
        assert stands() == seen[-1][1]
        held = {(each.product, each.place): each.held for each in queries.goods() if each.held}
        expected = Counter()
        for (_, product, place), count in goods.held.items():
            expected[product, place] += count
        assert held == dict(expected)
        transaction.set_rollback(True)
