"""What parties are, what may not be, and that nothing done to one is forgotten."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.management import call_command
from django.db import DatabaseError, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gendan.core.refusals import Refused
from gendan.parties import queries, words
from gendan.parties.actions import change, contract, end_territory, grant_territory, merge, register
from gendan.parties.models import Change, Party, Territory
from gendan.parties.naming import digits, plain
from gendan.parties.places import Place, place_of
from gendan.people.actions import create_person

AT = datetime(2026, 11, 2, 1, 30, tzinfo=UTC)
DAY = date(2026, 11, 2)


def registered(name, **more):
    return register(name, actor=0, at=AT, **more)


def codes(refused):
    return [reason.code for reason in refused.value.reasons]


@pytest.mark.django_db
class TestNames:
    def test_models_and_migrations_say_the_same(self):
        call_command("makemigrations", "parties", check=True, dry_run=True, verbosity=0)

    def test_every_name_leads_to_the_party_and_belongs_to_nobody_else(self):
        wang = registered("王记门业")
        change("王记门业", actor=0, at=AT, name="王记门窗")
        assert queries.resolve(["王记门业", "王记门窗", "王记", " 王记门业 "]) == {
            "王记门业": "王记门窗",
            "王记门窗": "王记门窗",
            " 王记门业 ": "王记门窗",
        }
        assert queries.names_of(Party.objects.get(pk=wang.pk)) == ("王记门窗", "王记门业")
        with pytest.raises(Refused) as refused:
            registered("王记门业")
        assert codes(refused) == ["parties.name"]
        assert refused.value.reasons[0].parameters == {"name": "王记门业", "party": "王记门窗"}
        change("王记门窗", actor=0, at=AT, name="王记门业")
        assert queries.resolve(["王记门窗"]) == {"王记门窗": "王记门业"}

    def test_a_phone_of_one_party_leads_to_it(self):
        registered("王家", phones=["+86 138 0000 0001"])
        registered("李家", phones=["0755-8888 6666"])
        assert queries.resolve(["13800000001", "0755 88886666", "13900000000"]) == {
            "13800000001": "王家",
            "0755 88886666": "李家",
        }
        change("李家", actor=0, at=AT, phones=["13800000001"])
        assert queries.resolve(["13800000001"]) == {}, "it is two parties' now"

    def test_all_reasons_are_told_at_once(self):
        registered("王家")
        with pytest.raises(Refused) as refused:
            registered("王家", phones=["没有"], upline="谁", keeper=987654)
        assert codes(refused) == ["parties.name", "parties.phone", "value.keeper", "parties.upline", "parties.unknown"]

    def test_what_was_done_is_kept_and_can_not_be_changed(self):
        party = registered("王家", phones=["13800000001"], contacts=[{"name": "王五", "phone": "13900000002"}])
        change("王家", actor=0, at=AT, grade="A")
        change("王家", actor=0, at=AT, grade="A")
        kinds = Change.objects.filter(party=party).order_by("id").values_list("kind", "told")
        assert [kind for kind, _ in kinds] == ["registered", "changed"], "what changes nothing is nothing"
        assert kinds[1][1] == {"grade": ["", "A"]}
        assert {phone.number for phone in party.phones.all()} == {"13800000001", "13900000002"}
        with pytest.raises(DatabaseError), transaction.atomic():
            Change.objects.all().delete()
        with pytest.raises(DatabaseError), transaction.atomic():
            Change.objects.update(by=1)


@pytest.mark.django_db
class TestFinding:
    @pytest.mark.parametrize("text", ["王记", "wangji", "wjmy", "门业", "138000", "13800000001", "王记 深圳"])
    def test_a_party_is_found_by_what_is_known_of_it(self, text):
        registered("深圳王记门业有限公司", phones=["138 0000 0001"])
        registered("李家")
        assert [line.name for line in queries.found(text)] == ["深圳王记门业有限公司"]
        assert queries.look_up(text, 5)[0][0] == "深圳王记门业有限公司"

    @pytest.mark.parametrize("text", ["%", "'", "\\", "a' | 'b", "&!()", "x" * 300, "😀"])
    def test_what_is_no_name_finds_nothing_and_breaks_nothing(self, text):
        registered("王家")
        assert queries.found(text) == []

    def test_who_calls_is_known_by_one_look_at_the_phones(self, django_assert_num_queries):
        for number in range(30):
            registered(f"客户{number}", phones=[f"1380000{number:04}"])
        with django_assert_num_queries(4):
            assert [line.name for line in queries.by_phone("+86 138-0000-0007")] == ["客户7"]
        assert queries.by_phone("没有") == ()

    def test_the_questions_do_not_grow_with_the_parties(self, django_assert_num_queries):
        for number in range(12):
            registered(f"客户{number}", phones=[f"1380000{number:04}"], addresses=[{"address": "广东深圳南山路1号"}])
        with django_assert_num_queries(3):
            assert len(queries.found()) == 12
        with django_assert_num_queries(1):
            assert len(words.grade([(f"客户{number}",) for number in range(12)])) == 12


@pytest.mark.django_db
class TestChain:
    def test_no_chain_of_dealers_is_a_circle(self):
        for name, above in (("省代", None), ("市代", "省代"), ("县代", "市代")):
            registered(name, sorts=["dealer"], upline=above)
        assert words.tier([("省代",), ("市代",), ("县代",), ("谁",)]) == [1, 2, 3, None]
        assert words.upline([("县代",), ("省代",)]) == ["市代", None]
        for below in ("县代", "省代"):
            with pytest.raises(Refused) as refused:
                change("省代", actor=0, at=AT, upline=below)
            assert codes(refused) == ["parties.circle"]
        change("县代", actor=0, at=AT, upline="省代")
        assert words.tier([("县代",)]) == [2]
        change("县代", actor=0, at=AT, upline="")
        assert words.tier([("县代",)]) == [1]

    def test_merging_neighbours_in_a_chain_leaves_no_circle(self):
        for name, above in (("省代", None), ("市代", "省代"), ("县代", "市代")):
            registered(name, sorts=["dealer"], upline=above)
        merge("县代", "省代", actor=0, at=AT)
        assert words.tier([("县代",), ("市代",)]) == [1, 2]


@pytest.mark.django_db
class TestMerging:
    def test_all_that_was_the_seconds_is_the_firsts_and_stays_to_be_seen(self):
        clerk = create_person(actor=0, at=AT, username="clerk", name="小王")
        registered("王记门业", phones=["13800000001"], sorts=["customer"])
        gone = registered(
            "王记门业深圳",
            phones=["13800000001", "13800000002"],
            grade="A",
            keeper=clerk,
            sorts=["dealer"],
            contacts=[{"name": "王五", "phone": "13900000009"}],
            addresses=[{"address": "广东省深圳市南山区一路1号"}],
        )
        contract("王记门业深圳", "C-1", actor=0, at=AT, signed_on=DAY)
        registered("下家", sorts=["dealer"], upline="王记门业深圳")
        stays = merge("王记门业", "王记门业深圳", actor=clerk, at=AT, why="同一家")
        assert queries.resolve(["王记门业深圳"]) == {"王记门业深圳": "王记门业"}
        assert (stays.grade, stays.keeper, stays.sorts) == ("A", clerk, ["customer", "dealer"])
        assert set(stays.phones.values_list("number", flat=True)) == {"13800000001", "13800000002", "13900000009"}
        assert [each.number for each in stays.contracts.all()] == ["C-1"]
        assert words.upline([("下家",)]) == ["王记门业"]
        assert [line.name for line in queries.found("王记")] == ["王记门业"]
        told = Change.objects.get(party=stays, kind="merged").told
        assert (told["name"], told["why"], told["phones"]) == (
            "王记门业深圳",
            "同一家",
            ["13800000001", "13800000002", "13900000009"],
        )
        assert Party.objects.get(pk=gone.pk).merged == stays
        with pytest.raises(Refused) as refused:
            merge("王记门业", "王记门业深圳", actor=0, at=AT)
        assert codes(refused) == ["parties.same"]

    def test_doubles_are_seen(self):
        registered("王记门业（深圳）有限公司", phones=["13800000001"])
        registered("王记门业深圳", phones=["13800000002"])
        registered("李家门业", phones=["+8613800000003"])
        registered("李佳门业", phones=["138 0000 0003"])
        registered("章氏木业", phones=["13800000005"])
        registered("张氏木业", phones=["13800000006"])
        found = {(double.why, tuple(line.name for line in double.parties)) for double in queries.doubles()}
        assert found == {
            ("name", ("王记门业（深圳）有限公司", "王记门业深圳")),
            ("phone", ("李家门业", "李佳门业")),
            ("sound", ("章氏木业", "张氏木业")),
        }


@pytest.mark.django_db
class TestTerritories:
    def test_what_is_exclusive_is_nobody_elses(self):
        for name in ("王家", "李家"):
            registered(name, sorts=["dealer"])
        grant_territory("王家", "广东深圳", actor=0, at=AT, since=DAY, channel="门店")
        for region, channel in (("广东省", "门店"), ("广东省深圳市南山区", ""), ("广东深圳", "门店")):
            with pytest.raises(Refused) as refused:
                grant_territory("李家", region, actor=0, at=AT, since=DAY, channel=channel)
            assert codes(refused) == ["parties.territory"]
            assert refused.value.reasons[0].parameters["party"] == "王家"
        grant_territory("李家", "广东深圳", actor=0, at=AT, since=DAY, channel="网店")
        grant_territory("李家", "广东广州", actor=0, at=AT, since=DAY, channel="门店")
        assert words.territory_free(
            [
                ("广东深圳", "门店", None, None),
                ("广东", None, None, None),
                ("湖南", None, None, None),
                ("火星", None, None, None),
            ],
            at=AT,
        ) == [
            False,
            False,
            True,
            None,
        ]
        assert words.may_sell(
            [("王家", "广东省深圳市南山区", "门店", None, None), ("王家", "广东", None, None, None)], at=AT
        ) == [True, False]
        end_territory("王家", "广东深圳", actor=0, at=AT, until=DAY + timedelta(days=10), channel="门店")
        grant_territory("李家", "广东深圳", actor=0, at=AT, since=DAY + timedelta(days=10), channel="门店")
        with pytest.raises(Refused) as refused:
            end_territory("王家", "广东深圳", actor=0, at=AT, until=DAY, channel="没有")
        assert codes(refused) == ["parties.no_territory"]

    def test_shared_ones_may_overlap(self):
        for name in ("王家", "李家"):
            registered(name, sorts=["dealer"])
            grant_territory(name, "广东深圳", actor=0, at=AT, since=DAY, exclusive=False)
        assert words.territory_free([("广东深圳", None, None, None)], at=AT) == [True]
        registered("赵家", sorts=["dealer"])
        with pytest.raises(Refused) as refused:
            grant_territory("赵家", "广东深圳", actor=0, at=AT, since=DAY)
        assert codes(refused) == ["parties.territory", "parties.territory"]

    def test_a_dealer_has_a_part_of_what_the_one_above_has_alone(self):
        registered("深圳总代", sorts=["dealer"])
        for name in ("南山经销", "福田经销"):
            registered(name, sorts=["dealer"], upline="深圳总代")
        registered("外人", sorts=["dealer"])
        grant_territory("深圳总代", "广东深圳", actor=0, at=AT, since=DAY, channel="门店")
        asked = [
            (upline, f"广东省深圳市{county}", "门店", None, None)
            for upline in ("深圳总代", "外人")
            for county in ("南山区", "福田区")
        ]
        assert words.free_below(asked, at=AT) == [True, True, False, False]
        grant_territory("南山经销", "广东省深圳市南山区", actor=0, at=AT, since=DAY, channel="门店")
        # One county's dealer shuts out the next, and neither has more than the one above, nor anybody else a part.
        for name, region, channel, holders in (
            ("福田经销", "广东省深圳市南山区", "门店", ["南山经销"]),
            ("福田经销", "广东", "门店", ["深圳总代", "南山经销"]),
            ("福田经销", "广东省深圳市福田区", "", ["深圳总代"]),
            ("外人", "广东省深圳市福田区", "门店", ["深圳总代"]),
        ):
            with pytest.raises(Refused) as refused:
                grant_territory(name, region, actor=0, at=AT, since=DAY, channel=channel)
            assert [reason.parameters["party"] for reason in refused.value.reasons] == holders
        grant_territory("福田经销", "广东省深圳市福田区", actor=0, at=AT, since=DAY, channel="门店")
        assert words.free_below(asked, at=AT) == [False, False, False, False]
        assert words.territory_free([("广东省深圳市福田区", "门店", None, None)], at=AT) == [False]
        # The upper one may come second: what it is granted holds its dealers' parts, or it is refused by them.
        end_territory("深圳总代", "广东深圳", actor=0, at=AT, until=DAY + timedelta(days=3), channel="门店")
        grant_territory("深圳总代", "广东深圳", actor=0, at=AT, since=DAY + timedelta(days=3))
        assert words.tier([("福田经销",), ("深圳总代",), ("无人",)]) == [2, 1, None]

    @settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
    @given(
        st.lists(
            st.tuples(
                st.sampled_from(["王家", "李家", "赵家"]),
                st.sampled_from(["广东", "广东深圳", "广东广州", "广东省深圳市南山区", "湖南"]),
                st.sampled_from(["", "门店", "网店"]),
                st.integers(0, 5),
                st.integers(0, 6),
                st.booleans(),
            ),
            max_size=8,
        )
    )
    def test_whatever_is_granted_no_exclusive_grant_overlaps_anothers(self, tried):
        with transaction.atomic():
            for name in ("王家", "李家", "赵家"):
                registered(name, sorts=["dealer"])
            for party, region, channel, since, length, exclusive in tried:
                first = DAY + timedelta(days=since)
                until = first + timedelta(days=length) if length else None
                try:
                    with transaction.atomic():
                        grant_territory(
                            party,
                            region,
                            actor=0,
                            at=AT,
                            since=first,
                            until=until,
                            channel=channel,
                            exclusive=exclusive,
                        )
                except Refused:
                    continue
            granted = list(Territory.objects.all())
            for one in granted:
                for other in granted:
                    apart = (
                        one.party_id == other.party_id
                        or not (one.exclusive or other.exclusive)
                        or not Place(one.province, one.city, one.county).overlaps(
                            Place(other.province, other.city, other.county)
                        )
                        or (one.channel and other.channel and one.channel != other.channel)
                        or (one.until is not None and one.until <= other.since)
                        or (other.until is not None and other.until <= one.since)
                    )
                    assert apart, (one, other)
            transaction.set_rollback(True)


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("广东省", Place("广东省")),
        ("广东深圳", Place("广东省", "深圳市")),
        ("浙江省杭州市余杭区文一西路", Place("浙江省", "杭州市", "余杭区")),
        ("北京市朝阳区", Place("北京市", "", "朝阳区")),
        ("内蒙古呼和浩特", Place("内蒙古自治区", "呼和浩特市")),
        ("火星", None),
    ],
)
def test_a_place_is_read_as_it_is_written(text, place):
    assert place_of(text) == place


@pytest.mark.parametrize(
    ("number", "dialled"),
    [
        ("+86 138-0000-0001", "13800000001"),
        ("0086 13800000001", "13800000001"),
        ("(0755) 8888 6666", "075588886666"),
        ("８６１３８００００００１１", "13800000011"),
        ("123", ""),
        ("没有", ""),
    ],
)
def test_a_phone_is_what_is_dialled(number, dialled):
    assert digits(number) == dialled


def test_bare_names_are_what_people_say():
    assert plain("王记门业（深圳）有限公司") == plain("王记门业 深圳") == "王记门业深圳"
    assert plain("ACME Co., Ltd.") == plain("acme")
    assert plain("公司") == "公司"


@pytest.mark.django_db
class TestContracts:
    def test_one_number_is_one_partys(self):
        for name in ("王家", "李家"):
            registered(name)
        contract("王家", "C-1", actor=0, at=AT, signed_on=DAY, expires_on=DAY + timedelta(days=30))
        with pytest.raises(Refused) as refused:
            contract("李家", "C-1", actor=0, at=AT, signed_on=DAY)
        assert codes(refused) == ["parties.contract"]
        with pytest.raises(Refused) as refused:
            contract("王家", "C-2", actor=0, at=AT, signed_on=DAY, expires_on=DAY - timedelta(days=1))
        assert codes(refused) == ["parties.dates"]
        scan = {"sha256": "a" * 64, "name": "合同.pdf", "size": 1, "type": "application/pdf"}
        renewed = contract(
            "王家", "C-1", actor=0, at=AT, signed_on=DAY, expires_on=DAY + timedelta(days=90), scans=[scan]
        )
        assert renewed.scans == [scan]
        assert queries.holds("a" * 64) == scan
        assert queries.holds("b" * 64) is None
        assert words.contract_valid([("王家", None), ("王家", DAY + timedelta(days=91)), ("李家", None)], at=AT) == [
            True,
            False,
            False,
        ]
        assert words.contract_ends([("王家",), ("李家",)], at=AT) == [DAY + timedelta(days=90), None]
        assert [each.number for each in queries.expiring(DAY, 60)] == []
        assert [each.number for each in queries.expiring(DAY, 100)] == ["C-1"]


def test_the_province_of_an_address_is_read_from_how_it_begins():
    asked = [("广东深圳南山区科技路1号",), ("杭州市文三路1号",), ("科技路1号",), (None,)]
    assert words.province(asked) == ["广东省", "浙江省", None, None]
