"""A room takes a whole family of effects; a word of its own goes first."""

from gendan.core.text import Text
from gendan.core.vocabulary import EffectWord, Vocabulary


def word(name):
    return EffectWord(name=name, title=Text(name, name), handler=f"tests:{name}", outside=True)


def test_a_family_takes_every_word_that_is_not_declared_itself():
    words = Vocabulary.of((), [word("notice.*"), word("notice.special")])
    assert words.effect("notice.special") == word("notice.special")
    assert words.effect("notice.shipped") == word("notice.*")
    assert words.effect("notices.shipped") is None
    assert words.effect("document.sheet") is None


def test_families_join_and_are_no_words_of_a_pack():
    joined = Vocabulary.of((), [word("notice.*")]).joined(Vocabulary.of((), [word("document.*"), word("stock.take")]))
    assert set(joined.families) == {"notice", "document"}
    assert set(joined.effects) == {"stock.take"}
    assert joined.effect("document.sheet") == word("document.*")
