"""Faults in stories, in batches sent outside, and in what measures are of."""

from __future__ import annotations

from tests.packs.check.faults.fault import Fault, P

STORY, TROUBLE, MEASURES = "stories/change.yaml", "procedures/trouble.yaml", "measures.yaml"

FAULTS = (
    Fault(
        "a column that the import does not have",
        "acceptance",
        STORY,
        "内容: 断线, 来源: 财务",
        "内容: 断线, 来原: 财务",
        "story_field",
        "来原",
    ),
    Fault(
        "a refusal about a field that is nowhere",
        "acceptance",
        STORY,
        "refused: [unique.code]",
        "refused: [unique.cod]",
        "story_code",
        "unique.cod]",
    ),
    Fault(
        "a signature of nobody",
        "acceptance",
        STORY,
        "state: active, met: [execute],",
        "state: active, signed: [supervisor], met: [execute],",
        "story_role",
        "signed:",
    ),
    Fault(
        "a void signature of nobody",
        "acceptance",
        STORY,
        "state: active, met: [execute],",
        "state: active, void: [excute], met: [execute],",
        "story_role",
        "void:",
    ),
    Fault(
        "a state that the parent does not have",
        "acceptance",
        "procedures/errand.yaml",
        "when: parent.state == 'shared'",
        "when: parent.state == 'sharing'",
        "expression_unknown_choice",
        "parent.state",
    ),
    Fault(
        "a batch sent from a state that is nowhere",
        "acceptance",
        P,
        "sends: {from: waiting,",
        "sends: {from: waitng,",
        "unknown_state",
        "waitng",
    ),
    Fault(
        "time spent in another procedure's state",
        "acceptance",
        MEASURES,
        "spent: ours",
        "spent: [taken, accepted]",
        "unknown_spent",
        "accepted]",
    ),
    Fault(
        "what follows is an act of another procedure",
        "acceptance",
        MEASURES,
        "followed_by(trouble.close,",
        "followed_by(change.inform,",
        "expression_unknown_symbol",
        "followed_by(change",
    ),
    Fault(
        "a share of an act that its procedure does not have",
        "acceptance",
        MEASURES,
        "top: count(errand.open)",
        "top: count(errand.opens)",
        "expression_unknown_symbol",
        "errand.opens",
    ),
    Fault(
        "a child for each row of what nobody asks here",
        "acceptance",
        TROUBLE,
        "for: each units",
        "for: each unit",
        "unknown_field",
        "for: each unit",
    ),
    Fault(
        "a column that the rows of the act do not have",
        "acceptance",
        TROUBLE,
        "when: not ours",
        "when: not our",
        "expression_unknown_name",
        "when: not our",
    ),
)
