"""岗位 The chapter about posts: what each answers for, does, signs, is told, and by what it is measured."""

from __future__ import annotations

from gendan.core.pack import Post
from gendan.core.procedure import Sight
from gendan.packs.describe import duties_of
from gendan.packs.manual.anchors import post_anchor
from gendan.packs.manual.content import Block, Paragraph, Section
from gendan.packs.manual.post_answers import deadlines_section, measured_section, reports_section, told_section
from gendan.packs.manual.post_work import duties_section, signs_section, steps_section, turns_section
from gendan.packs.manual.posts_below import below
from gendan.packs.manual.speech import Speech
from gendan.packs.manual.step_words import source


def post_section(post: Post, speech: Speech) -> Section:
    """The section about one post."""
    parts = (
        duties_section(post, speech),
        turns_section(post, speech),
        steps_section(post, speech),
        signs_section(post, speech),
        deadlines_section(post, speech),
        told_section(post, speech),
        measured_section(post, speech),
        reports_section(post, speech),
    )
    return Section(
        anchor=post_anchor(post.name),
        title=speech.say(post.title),
        blocks=(*_standing(post, speech), *source(post.source, speech)),
        sections=tuple(part for part in parts if part is not None),
    )


def _standing(post: Post, speech: Speech) -> tuple[Block, ...]:
    both, pack = speech.both, speech.pack
    title = speech.say(post.title)
    said: list[str] = []
    if post.reports_to is not None:
        above = speech.post(post.reports_to)
        said.append(both(f"{title}向{above}汇报。", f"The {title} reports to the {above}."))
    else:
        said.append(both(f"{title}在本部门没有上级岗位。", f"No post of this department stands above the {title}."))
    lower = below(pack, post.name)
    if lower:
        names = speech.anded(speech.say(each.title) for each in lower)
        said.append(
            both(
                f"{names}向{title}汇报；{title}看得到他们的单，可以指名接办、转交。",
                f"Below it stands {names}; the {title} sees those cases and may take them over or hand them on, "
                "by name.",
            )
        )
    works = [speech.quoted(speech.say(each.procedure.title)) for each in duties_of(pack, post.name)]
    if works:
        said.append(
            both(f"本岗位参与的流程：{speech.listed(works)}。", f"The post takes part in: {speech.listed(works)}.")
        )
    sees = [
        (speech.quoted(speech.say(each.title)), each.sees[post.name]) for each in pack.matters if post.name in each.sees
    ]
    whole = [title for title, sight in sees if sight is Sight.ALL]
    own = [title for title, sight in sees if sight is Sight.OWN]
    if whole:
        said.append(both(f"看得到{speech.anded(whole)}的全部单。", f"It sees every case of {speech.anded(whole)}."))
    if own:
        said.append(
            both(f"{speech.anded(own)}只看得到与自己有关的单。", f"Of {speech.anded(own)} it sees only its own cases.")
        )
    return (Paragraph(speech.both("", " ").join(said)),)
