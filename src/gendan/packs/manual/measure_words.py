"""指标 How an indicator is counted, in words: what is the base, what of it counts, to whom it is credited."""

from __future__ import annotations

from decimal import Decimal

from gendan.core.pack import STILL_OPEN, Figure, Measure, Report, Scorecard
from gendan.core.procedure import Final, Procedure
from gendan.packs.manual.expression_words import condition_in_words, value_in_words
from gendan.packs.manual.speech import Speech
from gendan.packs.manual.time_words import by_in_words
from gendan.packs.manual.who_words import told

PERIODS = {
    "day": ("每天", "every day", "当天", "the day"),
    "week": ("每周", "every week", "当周", "the week"),
    "month": ("每月", "every month", "当月", "the month"),
    "quarter": ("每季度", "every quarter", "当季", "the quarter"),
    "half_year": ("每半年", "every half year", "当半年", "the half year"),
    "year": ("每年", "every year", "当年", "the year"),
}
_UNITS = {
    "minutes": ("分钟", "minutes"),
    "hours": ("小时", "hours"),
    "days": ("天", "days"),
    "work minutes": ("工作分钟", "working minutes"),
    "work hours": ("工作小时", "working hours"),
    "workdays": ("工作日", "working days"),
}
_TAKES = {
    "mean": ("平均数", "mean"),
    "median": ("中位数", "median"),
    "max": ("最大数", "longest"),
    "min": ("最小数", "shortest"),
    "sum": ("合计", "total"),
}
_PERCENTILE = ("第 {n} 百分位数", "{n}th percentile")
_OPERATORS = {
    "<=": ("不超过", "at most"),
    ">=": ("不低于", "at least"),
    "<": ("低于", "below"),
    ">": ("高于", "above"),
    "==": ("等于", "exactly"),
}
_ENDS = {
    Final.DONE: ("办成", "the case is done"),
    Final.FAILED: ("办不成", "the case fails"),
    Final.CANCELLED: ("取消", "the case is cancelled"),
}
_BUILT_IN = {
    "claim": ("领单", "a case is claimed"),
    "release": ("放回", "a case is put back"),
    "reject": ("驳回", "a signature is refused"),
    "withdraw": ("撤回", "a signature is withdrawn"),
    "hand_over": ("转交", "a case is handed over"),
    "correct": ("更正", "a record is corrected"),
    "sign": ("签字", "a signature is given"),
}


def procedure_of(measure: Measure, speech: Speech) -> Procedure | None:
    """The procedure that a measure is about, None where it is about several."""
    pack = speech.pack
    if measure.procedure is not None and measure.procedure in pack.procedures:
        return pack.procedures[measure.procedure]
    for name in (measure.base, measure.from_, measure.to):
        head, _, rest = (name or "").partition(".")
        if rest and head in pack.procedures:
            return pack.procedures[head]
    for name in (measure.base, measure.from_, measure.to):
        having = [each for each in pack.procedures.values() if name and _has(each, name)]
        if len(having) == 1:
            return having[0]
    return None


def _has(procedure: Procedure, name: str) -> bool:
    if name.startswith("deadline."):
        return name[9:] in procedure.deadlines
    return name in procedure.actions or name in procedure.parts or name in procedure.states or name in procedure.fields


def measure_in_words(measure: Measure, speech: Speech) -> tuple[str, ...]:
    """How it is counted, sentence by sentence."""
    spoken = _about(measure, speech)
    said = [_FIGURES[measure.figure](measure, spoken)]
    if measure.among is not None:
        among = condition_in_words(measure.among, spoken)
        said.append(spoken.both(f"只算{among}的", f"only those where {among} are counted"))
    if measure.figure is not Figure.RATIO:
        said.append(_credit(measure, spoken))
    if _has_window(measure):
        said.append(
            spoken.both("所定的期限过去以前，这个数是暂时的", "until that time has passed the figure is provisional")
        )
    return tuple(speech.sentence(each) for each in said if each)


def _about(measure: Measure, speech: Speech) -> Speech:
    procedure = procedure_of(measure, speech)
    if procedure is None:
        return speech
    spoken = speech.about(procedure)
    base = (measure.base or "").rpartition(".")[2]
    step = procedure.actions.get(base) or procedure.parts.get(base)
    return spoken.within(step) if step is not None else spoken


def target_in_words(measure: Measure, speech: Speech) -> str:
    """The target: `不低于 95%`; empty where there is none."""
    if measure.target is None:
        return ""
    operator, target = measure.target
    words = _OPERATORS[operator][speech.english]
    if isinstance(target, str):
        name = target.partition(".")[2]
        title, value = speech.setting(name)
        known = speech.in_force.setting(speech.pack, name)
        if isinstance(known, int | Decimal):
            value = figure_in_words(measure, Decimal(known), speech)
        said = speech.both(f"{value}（设置“{title}”）", f"{value} (the setting “{title}”)")
        return f"{words} {said}"
    return f"{words} {figure_in_words(measure, target, speech)}"


def figure_in_words(measure: Measure, value: Decimal, speech: Speech) -> str:
    """A figure with its unit: a share in percent, a time in hours."""
    if measure.in_percent:
        return f"{(value * 100).normalize():f}%"
    shown = f"{value.normalize():,f}"
    if measure.figure is Figure.TIME:
        unit = _UNITS[measure.unit or "hours"][speech.english]
        return speech.both(
            f"{shown} 个{unit}" if unit.startswith("工作") or unit == "小时" else f"{shown} {unit}", f"{shown} {unit}"
        )
    return shown


def _event(name: str, speech: Speech) -> str:
    """What happens, for `of`, `from` and `to`."""
    head, _, rest = name.partition(".")
    procedure = speech.procedure
    bare = rest if rest and procedure is not None and head == procedure.name else name
    if bare.startswith("deadline."):
        title = speech.quoted(speech.deadline(bare[9:]))
        return speech.both(f"时限{title}", f"the deadline {title}")
    if bare in tuple(Final):
        return _ENDS[Final(bare)][speech.english]
    if procedure is not None and bare in procedure.states and bare not in procedure.actions:
        state = speech.quoted(speech.state(bare))
        return speech.both(f"进入{state}", f"coming to {state}")
    if bare in speech.pack.procedures:
        return speech.quoted(speech.title_of(bare))
    if procedure is not None and (bare in procedure.actions or bare in procedure.parts):
        step = speech.quoted(speech.step(bare))
        title = speech.quoted(speech.say(procedure.title))
        return speech.both(f"{title}的{step}", f"{step} of {title}")
    if any(bare in (*each.actions, *each.parts) for each in speech.pack.procedures.values()):
        return speech.quoted(speech.step(bare))
    if bare in _BUILT_IN:
        return _BUILT_IN[bare][speech.english]
    return speech.quoted(speech.field(bare) if speech.field_of(bare) else speech.fact(name))


def _count(measure: Measure, speech: Speech) -> str:
    base, where = _event(measure.base or "", speech), _where(measure, speech)
    if measure.base and "deadline." in measure.base:
        return speech.both(f"{base}{where or ''}的次数", f"how often {base} ended{where}")
    return speech.both(
        f"{where}{base}的次数" if not where else f"{base}中{where}的次数", f"how many times: {base}{where}"
    )


def _where(measure: Measure, speech: Speech) -> str:
    if measure.where is None:
        return ""
    said = condition_in_words(measure.where, speech)
    return speech.both(said, f" where {said}")


def _share(measure: Measure, speech: Speech) -> str:
    base, where = _event(measure.base or "", speech), _where(measure, speech)
    if measure.base and "deadline." in measure.base:
        return speech.both(
            f"{base}已判定的全部次数中，{where}的占比", f"of all judged runs of {base}, the share{where}"
        )
    return speech.both(f"全部{base}中，{where}的占比", f"of all events of {base}, the share{where}")


def _time(measure: Measure, speech: Speech) -> str:
    start, end = _event(measure.from_ or "", speech), _event(measure.to or "", speech)
    unit = _UNITS[measure.unit or "hours"][speech.english]
    take = _take(measure, speech)
    spent = _spent(measure, speech)
    return speech.both(
        f"从{start}到{end}所用的时间，以{unit}计{spent}，取各单的{take}",
        f"the time from {start} to {end} in {unit}{spent}; the {take} over the cases",
    )


def _take(measure: Measure, speech: Speech) -> str:
    take = measure.take or "mean"
    if take in _TAKES:
        return _TAKES[take][speech.english]
    return _PERCENTILE[speech.english].format(n=take.removeprefix("p"))


def _spent(measure: Measure, speech: Speech) -> str:
    if not measure.spent:
        return ""
    if measure.spent == ("ours",):
        return speech.both("，等外面的时间不算", ", without the time spent waiting for outside parties")
    if measure.spent == ("theirs",):
        return speech.both("，只算等外面的时间", ", counting only the time spent waiting for outside parties")
    states = speech.anded(speech.quoted(speech.state(each)) for each in measure.spent)
    return speech.both(f"，只算在{states}的时间", f", counting only the time spent in {states}")


def _sum(measure: Measure, speech: Speech) -> str:
    value = value_in_words(measure.value, speech) if measure.value is not None else ""
    if measure.base is None:
        return speech.both(f"{value}的合计", f"the total of {value}")
    base, where = _event(measure.base, speech), _where(measure, speech)
    among = speech.both(f"（只算{where}的）" if where else "", where)
    if measure.value is None:
        return speech.both(f"本期入账的{base}合计{among}", f"the total of {base}, as booked by days{among}")
    return speech.both(f"{base}时{value}的合计{among}", f"the total of {value} at {base}{among}")


def _ratio(measure: Measure, speech: Speech) -> str:
    top = value_in_words(measure.top, speech) if measure.top is not None else ""
    bottom = value_in_words(measure.bottom, speech) if measure.bottom is not None else ""
    return speech.both(f"{top}，除以{bottom}", f"{top}, divided by {bottom}")


def _score(measure: Measure, speech: Speech) -> str:
    base, where = _event(measure.base or "", speech), _where(measure, speech)
    value = value_in_words(measure.value, speech) if measure.value is not None else ""
    take = _take(measure, speech)
    what = speech.both(f"{value}的" if value else "得分的", f"of {value}" if value else "of the score")
    among = speech.both(f"（只算{where}的）" if where else "", where)
    return speech.both(f"{base}时{what}{take}{among}", f"the {take} {what} at {base}{among}")


_FIGURES = {
    Figure.COUNT: _count,
    Figure.SHARE: _share,
    Figure.TIME: _time,
    Figure.SUM: _sum,
    Figure.RATIO: _ratio,
    Figure.SCORE: _score,
}


def _has_window(measure: Measure) -> bool:
    given = (measure.where, measure.among)
    return any(call.word == "followed_by" for each in given if each is not None for call in each.calls)


def _credit(measure: Measure, speech: Speech) -> str:
    credit = measure.credit
    if credit is None:
        if measure.base and "deadline." in measure.base:
            return speech.both("算到期时责任人的", "it is credited to the owner at the moment when it was due")
        if measure.base is None:
            return ""
        if measure.figure is Figure.SUM and measure.value is None:
            return speech.both("算记这笔账的人的", "it is credited to whoever made the entry")
        return speech.both("算办这一步的人的", "it is credited to whoever did that step")
    if credit.startswith("actor of "):
        step = speech.quoted(speech.step(credit.removeprefix("actor of ").strip()))
        return speech.both(f"算办{step}的人的", f"it is credited to whoever did {step}")
    who = {
        "actor": ("办这一步的人", "whoever did it"),
        "owner": ("责任人", "the owner"),
        "signers": ("签字的人", "those who signed"),
    }
    said = who[credit][speech.english] if credit in who else speech.quoted(speech.field(credit))
    return speech.both(f"算{said}的", f"it is credited to {said}")


def report_in_words(report: Report, speech: Speech) -> tuple[str, ...]:
    """A report: how often, of what, by when, to whom."""
    every = PERIODS[report.every]
    rows = speech.quoted(speech.title_of(report.rows))
    spoken = speech.about(speech.pack.procedures[report.rows]) if report.rows in speech.pack.procedures else speech
    record = speech.pack.records.get(report.rows)
    spoken = spoken.among(record.fields.values()) if record else spoken
    said = [speech.both(f"{every[0]}一份，列{rows}", f"made {every[1]}, of {rows}")]
    if report.for_each is not None:
        post = speech.post(report.for_each)
        said[0] += speech.both(f"，由每位{post}各交一份", f", one by each holder of {post}")
    elif report.made_by is not None:
        post = speech.post(report.made_by)
        said[0] += speech.both(f"，由{post}编制", f", made by {post}")
    if report.by:
        by = speech.listed(speech.quoted(spoken.field(each)) for each in report.by)
        said.append(speech.both(f"按{by}分组", f"it is grouped by {by}"))
    if report.show:
        shown = speech.listed(speech.quoted(_shown(each, spoken)) for each in report.show)
        said.append(speech.both(f"列出{shown}", f"it shows {shown}"))
    if report.in_ is not None:
        said.append(
            speech.both("只列还没办结的", "only what is not ended is in it")
            if report.in_ == STILL_OPEN
            else _period(report.in_, spoken)
        )
    if report.among is not None:
        among = condition_in_words(report.among, spoken)
        said.append(speech.both(f"只列{among}的", f"only those where {among} are in it"))
    if report.due is not None:
        by = by_in_words(report.due, speech)
        said.append(speech.both(f"{by}前交", f"it is due by {by}"))
    if report.to:
        people = speech.anded(told(each, spoken) for each in report.to)
        said.append(speech.both(f"交给{people}", f"it goes to {people}"))
    return tuple(speech.sentence(each) for each in said)


def _shown(name: str, speech: Speech) -> str:
    measure = speech.pack.measures.get(name)
    return speech.say(measure.title) if measure else speech.field(name)


def _period(said: str, speech: Speech) -> str:
    field, _, rest = " ".join(said.split()).partition(" in ")
    period, _, plus = rest.replace(" ", "").partition("+")
    title = speech.quoted(speech.field(field))
    words = PERIODS[period]
    if plus:
        later, one = words[0].removeprefix("每"), words[3].removeprefix("the ")
        return speech.both(
            f"只列{title}在出表那个{later}之后第{plus}个{later}的",
            f"only those whose {title} lies {plus} {one}(s) after the {one} in which it is made are in it",
        )
    return speech.both(f"只列{title}在{words[2]}的", f"only those whose {title} lies in {words[3]} are in it")


def scorecard_rows(card: Scorecard, speech: Speech) -> list[tuple[str, str, str, str]]:
    """A scorecard's rows: the measure, its weight, and at which figures it scores nothing and everything."""
    rows = []
    for item in card.items:
        measure = speech.pack.measures.get(item.measure)
        title = speech.say(measure.title) if measure else item.measure
        zero = figure_in_words(measure, item.zero, speech) if measure else str(item.zero)
        full = figure_in_words(measure, item.full, speech) if measure else str(item.full)
        rows.append((title, f"{item.weight.normalize():f}", zero, full))
    return rows
