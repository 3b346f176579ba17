"""Codes of units are replaced: the old one leads to the unit still, and one code is one unit's."""

import pytest
from django.db import DatabaseError, connection, transaction

from gendan.core.refusals import Refused
from gendan.stock import lookups, queries, tables
from gendan.stock.actions import moving, recoding
from gendan.stock.models import Recoding
from tests.cases.test_races import at_once
from tests.stock.yard import build, job, later, receive, refused, sound, told


def swapped(unit, code, number=2, **more):
    recoding.recode([job(unit=unit, number=number, code=code, note="换卡", **more)])


@pytest.fixture
def units(db):
    build()
    receive(
        lines=[
            {"product": "机", "code": "SN1", "code_2": "SIM1", "code_3": "C1"},
            {"product": "机", "code": "SN2", "code_2": "SIM2"},
        ]
    )


class TestOneUnit:
    def test_a_new_card_is_found_and_the_old_one_leads_to_the_unit_still(self, units):
        swapped("SIM1", "SIM9", at=later(5))
        (found,) = queries.find("SIM9")
        assert (found.codes, found.once) == (("SN1", "SIM9", "C1"), "")
        assert queries.find("SIM1") == []
        (former,) = queries.find_ever("SIM1")
        assert (former.codes[0], former.once) == ("SN1", "SIM1")
        assert queries.resolve(["SIM1", "SIM9", "SN1", "无"]) == {"SIM1": "SN1", "SIM9": "SN1", "SN1": "SN1"}
        assert queries.look_up("SIM1", 5) == [("SN1", "机", "成品库 SIM1")]
        rows = tables.trail({"code": "SIM1"}, at=later(9), most=10).rows
        assert [str(row[1].zh) for row in rows] == ["更换编码", "入库"]
        assert rows[0][2:4] == ("SIM1", "SIM9")
        sound()

    def test_the_old_card_may_go_into_another_unit_and_leads_to_that_one_then(self, units):
        swapped("SN1", "SIM9")
        swapped("SN2", "SIM1")
        assert queries.resolve(["SIM1", "SIM2"]) == {"SIM1": "SN2", "SIM2": "SN2"}
        assert [each.codes[0] for each in queries.find_ever("SIM1")] == ["SN2", "SN1"]

    def test_a_code_that_was_missing_is_added_and_the_same_again_is_nothing_new(self, units):
        swapped("SN2", "C2", number=3)
        swapped("SN2", "C2", number=3)
        assert queries.find("C2")[0].codes == ("SN2", "SIM2", "C2")
        assert [(each.before, each.after) for each in Recoding.objects.all()] == [(None, "C2")]

    def test_what_may_not_be_is_refused_with_who_has_the_code(self, units):
        for given, code in (
            ({"unit": "SN1", "number": 1, "code": "SN9"}, "stock.own_code"),
            ({"unit": "SN9", "number": 2, "code": "SIM9"}, "stock.unknown_code"),
            ({"unit": "SN1", "number": 2, "code": "SIM 9"}, "stock.code_form"),
            ({"unit": "SN1", "number": 4, "code": "SIM9"}, "value.number"),
            ({"unit": "SN1", "number": 3, "code": "SIM2"}, "stock.taken"),
            ({"unit": "SN1", "number": 2, "code": "SN2"}, "stock.taken"),
        ):
            assert refused(recoding.recode, job(**given)) == [code]
        moving.dispatch([job(codes="SN2", customer="王记")])
        where = told(recoding.recode, job(unit="SN1", number=2, code="SIM2"))
        assert where == {"code": "SIM2", "product": "机", "unit": "SN2", "where": "王记"}
        recoding.recode([job(unit="SN1", number=2)])
        assert not Recoding.objects.exists()

    def test_what_was_replaced_can_not_be_rewritten(self, units):
        swapped("SN1", "SIM9")
        for rewritten in (lambda: Recoding.objects.update(before="x"), lambda: Recoding.objects.all().delete()):
            with pytest.raises(DatabaseError), transaction.atomic():
                rewritten()

    def test_a_unit_is_with_its_dealer_under_whatever_name_he_had(self, units):
        from gendan.parties.actions import change, register

        register("王记", actor=0, at=later(0))
        moving.dispatch([job(codes="SN1", customer="王记")])
        change("王记", actor=0, at=later(1), name="王记科技")
        asked = [("SN1", "王记科技"), ("SIM1", "王记"), ("SN1", "李家"), ("SN2", "王记"), ("无", "王记"), ("SN1", None)]
        assert lookups.is_with(asked) == [True, True, False, False, False, False]


@pytest.mark.django_db(transaction=True)
def test_one_code_at_once_is_one_units():
    build()
    receive(product="机", codes=" ".join(f"SN{number}" for number in range(100)))

    def some(part):
        done = []
        for number in part:
            try:
                swapped(f"SN{number}", "SIM1")
                done.append("done")
            except Refused as error:
                done += [reason.code for reason in error.reasons]
        connection.close()
        return done

    outcomes = at_once(*[lambda part=range(at, 100, 20): some(part) for at in range(20)])
    assert sorted(code for each in outcomes for code in each) == ["done"] + ["stock.taken"] * 99
    assert Recoding.objects.count() == 1
