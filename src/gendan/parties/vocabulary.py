"""The words that this room gives to packs."""

from __future__ import annotations

from gendan.core.expression.types import BOOL, DATE, INT, PARTY, PERSON, TEXT
from gendan.core.field import Field
from gendan.core.text import Text
from gendan.core.vocabulary import AreaAction, EffectWord, Ledger, Lookup, Reference, Vocabulary, by_name, titled
from gendan.parties.refusals import WORDS
from gendan.parties.sorts import SORTS

_PARTY = titled("party", "单位", "Party", "party")
_SORT = Field(name="sorts", title=Text("类别", "Kinds"), type="checklist", choices=SORTS)
_PHONES = titled("phones", "电话", "Phones", "rows", columns=(titled("phone", "电话", "Phone", "phone", needed=True),))
_CONTACTS = titled(
    "contacts",
    "联系人",
    "Contacts",
    "rows",
    columns=(
        titled("name", "姓名", "Name", needed=True),
        titled("role", "职务", "Role"),
        titled("phone", "电话", "Phone", "phone"),
        titled("mail", "邮箱", "Mail"),
    ),
)
_ADDRESSES = titled(
    "addresses",
    "地址",
    "Addresses",
    "rows",
    columns=(titled("title", "用途", "For"), titled("address", "地址", "Address", "address", needed=True)),
)
_ABOUT = (
    _SORT,
    titled("grade", "等级", "Grade"),
    titled("upline", "上级经销商", "Dealer above", "party"),
    titled("keeper", "跟单人", "Keeper", "person"),
    _PHONES,
    _CONTACTS,
    _ADDRESSES,
    titled("note", "备注", "Note"),
)
_REGION = (
    _PARTY,
    titled("region", "区域（省、市、区县）", "Region (province, city, county)"),
    titled("channel", "渠道", "Channel"),
    titled("series", "产品系列", "Product series"),
)


_CALLED = {
    "party": Text("单位", "Party"),
    "number": Text("合同号", "Number"),
    "signed_on": Text("签订日期", "Signed on"),
    "expires_on": Text("到期日期", "Expires on"),
    "title": Text("合同名称", "Title"),
    "name": Text("名称", "Name"),
    "sort": Text("类别", "Sort"),
    "grade": Text("等级", "Grade"),
    "upline": Text("上级单位", "Upline"),
    "contact": Text("联系人", "Contact"),
    "phone": Text("电话", "Phone"),
    "address": Text("地址", "Address"),
    "region": Text("区域", "Region"),
    "channel": Text("渠道", "Channel"),
    "series": Text("产品系列", "Series"),
    "since": Text("起始日期", "Since"),
    "until": Text("截止日期", "Until"),
    "exclusive": Text("独家", "Exclusive"),
}
"""What people call the arguments of effects."""

VOCABULARY = Vocabulary.of(
    ("parties",),
    [
        Lookup(
            name="parties.grade",
            type=TEXT,
            title=Text("单位等级", "Grade of a party"),
            arguments={"party": PARTY},
            loader="gendan.parties.words:grade",
        ),
        Lookup(
            name="parties.upline",
            type=PARTY,
            title=Text("上级经销商", "Dealer above"),
            arguments={"party": PARTY},
            loader="gendan.parties.words:upline",
        ),
        Lookup(
            name="parties.tier",
            type=INT,
            title=Text("经销层级", "Tier of a dealer"),
            arguments={"party": PARTY},
            loader="gendan.parties.words:tier",
            minimum=1,
        ),
        Lookup(
            name="parties.is_a",
            type=BOOL,
            title=Text("单位属于此类", "Is a party of the kind"),
            arguments={"party": PARTY, "sort": titled("sort", "类别", "Sort", choices=SORTS)},
            loader="gendan.parties.words:is_a",
        ),
        Lookup(
            name="parties.keeper",
            type=PERSON,
            title=Text("单位的跟单人", "Keeper of a party"),
            arguments={"party": PARTY},
            loader="gendan.parties.words:keeper",
        ),
        Lookup(
            name="parties.phone",
            type=TEXT,
            title=Text("单位的电话", "Phone of a party"),
            arguments={"party": PARTY},
            loader="gendan.parties.words:phone",
        ),
        Lookup(
            name="parties.province",
            type=TEXT,
            title=Text("地址所在省", "Province of an address"),
            arguments={"address": TEXT},
            loader="gendan.parties.words:province",
        ),
        Lookup(
            name="parties.territory_free",
            type=BOOL,
            title=Text("区域无人独家经营", "Nobody has the territory"),
            arguments={"region": TEXT, "channel": TEXT, "series": TEXT, "on": DATE},
            optional=("channel", "series", "on"),
            loader="gendan.parties.words:territory_free",
            dated=True,
        ),
        Lookup(
            name="parties.free_below",
            type=BOOL,
            title=Text("区域可授予其下级", "A dealer below it may have the region"),
            arguments={"upline": PARTY, "region": TEXT, "channel": TEXT, "series": TEXT, "on": DATE},
            optional=("channel", "series", "on"),
            loader="gendan.parties.words:free_below",
            dated=True,
        ),
        Lookup(
            name="parties.may_sell",
            type=BOOL,
            title=Text("有这块区域的授权", "May sell in the region"),
            arguments={"party": PARTY, "region": TEXT, "channel": TEXT, "series": TEXT, "on": DATE},
            optional=("channel", "series", "on"),
            loader="gendan.parties.words:may_sell",
            dated=True,
        ),
        Lookup(
            name="parties.contract_valid",
            type=BOOL,
            title=Text("合同有效", "Contract in force"),
            arguments={"party": PARTY, "on": DATE},
            optional=("on",),
            loader="gendan.parties.words:contract_valid",
            dated=True,
        ),
        Lookup(
            name="parties.contract_ends",
            type=DATE,
            title=Text("合同到期日", "End of the contract"),
            arguments={"party": PARTY},
            loader="gendan.parties.words:contract_ends",
            dated=True,
        ),
        EffectWord(
            name="parties.contract",
            title=Text("登记合同", "Write the contract down"),
            titles=_CALLED,
            handler="gendan.parties.words:contracts",
            arguments={
                "party": PARTY,
                "number": TEXT,
                "signed_on": DATE,
                "expires_on": DATE,
                "title": TEXT,
                "scan": titled("scan", "扫描件", "Scan", "file"),
            },
            required=("party", "number", "signed_on"),
        ),
        EffectWord(
            name="parties.register",
            title=Text("登记单位", "Register the party"),
            titles=_CALLED,
            handler="gendan.parties.words:registered",
            arguments={
                "name": TEXT,
                "sort": titled("sort", "类别", "Sort", choices=SORTS),
                "grade": TEXT,
                "upline": PARTY,
                "contact": TEXT,
                "phone": TEXT,
                "address": TEXT,
            },
            required=("name",),
        ),
        EffectWord(
            name="parties.end_contract",
            title=Text("终止合同", "End the contract"),
            titles=_CALLED,
            handler="gendan.parties.words:contracts_ended",
            arguments={"party": PARTY, "number": TEXT},
            required=("party", "number"),
        ),
        EffectWord(
            name="parties.end_territory",
            title=Text("收回区域", "Take the territory back"),
            titles=_CALLED,
            handler="gendan.parties.words:territories_ended",
            arguments={"party": PARTY, "region": TEXT, "channel": TEXT, "series": TEXT, "since": DATE},
            required=("party", "region"),
        ),
        EffectWord(
            name="parties.territory",
            title=Text("授予区域", "Grant the territory"),
            titles=_CALLED,
            handler="gendan.parties.words:territories",
            arguments={
                "party": PARTY,
                "region": TEXT,
                "channel": TEXT,
                "series": TEXT,
                "since": DATE,
                "until": DATE,
                "exclusive": BOOL,
            },
            required=("party", "region", "since"),
        ),
        EffectWord(
            name="parties.grade",
            title=Text("评定等级", "Set the grade"),
            titles=_CALLED,
            handler="gendan.parties.words:graded",
            arguments={"party": PARTY, "grade": TEXT},
            required=("party", "grade"),
        ),
        AreaAction(
            name="parties.register",
            title=Text("登记单位", "Register a party"),
            handler="gendan.parties.acts:register",
            about="site",
            arguments=by_name(titled("name", "名称", "Name"), *_ABOUT),
            required=("name",),
        ),
        AreaAction(
            name="parties.change",
            title=Text("更改单位", "Change a party"),
            handler="gendan.parties.acts:change",
            about="site",
            arguments=by_name(
                _PARTY,
                titled("name", "新名称", "New name"),
                *_ABOUT,
                titled(
                    "drop_phones",
                    "停用的电话",
                    "Phones no more",
                    "rows",
                    columns=(titled("phone", "电话", "Phone", "phone", needed=True),),
                ),
            ),
            required=("party",),
        ),
        AreaAction(
            name="parties.merge",
            title=Text("合并重复单位", "Merge doubles"),
            handler="gendan.parties.acts:merge",
            about="site",
            arguments=by_name(
                titled("party", "保留的单位", "The one that stays", "party"),
                titled("gone", "并入的单位", "The one that is merged", "party"),
                titled("why", "理由", "Why"),
            ),
            required=("party", "gone", "why"),
        ),
        AreaAction(
            name="parties.contract",
            title=Text("登记合同", "Write a contract down"),
            handler="gendan.parties.acts:contract",
            about="site",
            arguments=by_name(
                _PARTY,
                titled("number", "合同号", "Number"),
                titled("title", "合同名称", "Title"),
                titled("signed_on", "签订日", "Signed on", "date"),
                titled("expires_on", "到期日", "Ends on", "date"),
                titled("scan", "扫描件", "Scan", "file"),
            ),
            required=("party", "number", "signed_on"),
        ),
        AreaAction(
            name="parties.territory",
            title=Text("授予区域", "Grant a territory"),
            handler="gendan.parties.acts:territory",
            about="site",
            arguments=by_name(
                *_REGION,
                titled("since", "自", "Since", "date"),
                titled("until", "至（不含当日）", "Until (that day not included)", "date"),
                titled("shared", "不独家", "Not exclusive", "bool"),
            ),
            required=("party", "region", "since"),
        ),
        AreaAction(
            name="parties.end_territory",
            title=Text("收回区域", "End a territory"),
            handler="gendan.parties.acts:end_territory",
            about="site",
            arguments=by_name(
                *_REGION,
                titled("until", "自哪天起收回", "From which day on", "date"),
                titled("since", "只收回自这天起授予的", "Only what was granted from this day on", "date"),
            ),
            required=("party", "region", "until"),
        ),
        AreaAction(
            name="parties.load",
            title=Text("导入单位文件", "Bring parties in"),
            handler="gendan.parties.acts:load",
            about="site",
            arguments=by_name(
                titled(
                    "file",
                    "文件（名称、类别、等级、电话、联系人、地址等列）",
                    "File (name, kinds, grade, phone …)",
                    "file",
                )
            ),
            required=("file",),
        ),
        AreaAction(name="parties.read", title=Text("查看往来单位", "Look at parties")),
        Ledger(
            name="parties.all",
            title=Text("单位名册", "All parties"),
            loader="gendan.parties.ledgers:parties",
            filters=by_name(
                titled("q", "名称、拼音或电话", "Name, pinyin or phone"),
                Field(name="sort", title=Text("类别", "Kind"), type="choice", choices=SORTS),
                titled("grade", "等级", "Grade"),
            ),
        ),
        Ledger(name="parties.doubles", title=Text("可能重复", "Doubles"), loader="gendan.parties.ledgers:doubles"),
        Ledger(
            name="parties.contracts",
            title=Text("合同到期", "Contracts by their ends"),
            loader="gendan.parties.ledgers:contracts",
            filters=by_name(titled("within", "多少天内到期", "Ends within days", "int")),
        ),
        Ledger(
            name="parties.territories",
            title=Text("区域授权", "Territories"),
            loader="gendan.parties.ledgers:territories",
            filters=by_name(titled("region", "区域", "Region"), titled("channel", "渠道", "Channel")),
        ),
    ],
    title=Text("往来单位", "Parties"),
    references=[
        Reference(
            type="party",
            area="parties",
            resolve="gendan.parties.queries:resolve",
            look_up="gendan.parties.queries:look_up",
            make="gendan.parties.actions:make_known",
            new="gendan.parties.naming:new_name",
            made_by="parties.register",
        ),
        Reference(
            type="contact",
            area="parties",
            resolve="gendan.parties.queries:resolve_contacts",
            look_up="gendan.parties.queries:look_up_contacts",
            make="gendan.parties.actions:make_contacts_known",
        ),
    ],
    keeper="gendan.parties.words:keeper_of",
    refusals=WORDS,
    files="gendan.parties.queries:holds",
)
