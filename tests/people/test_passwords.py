"""Passwords: long ones, of whatever signs, unlike those that everybody tries; and no road that passes a check by."""

import pytest

from gendan.people import actions
from gendan.people.errors import ActRefused
from gendan.people.sign_in import check
from tests.people.company import NOW, PASSWORD, hire

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "password",
    [
        "alllowercaseletters",
        "只用汉字也可以作密码的",
        "a b c d e f g",
        "x9" * 32,
        " with blanks around ",
        "ｆｕｌｌ ｗｉｄｔｈ！",
    ],
)
def test_whatever_signs_a_password_has_it_is_taken_as_it_is(password):
    person = hire("wang", password=PASSWORD)
    actions.change_password(person, PASSWORD, password, actor=person, at=NOW)
    assert check("wang", password, address="10.0.0.1", at=NOW).pk == person


@pytest.mark.parametrize(
    ("password", "problem"),
    [
        ("short9!", "password_too_short"),
        ("1234567890", "password_too_common"),
        ("qwertyuiop", "password_too_common"),
        ("wangxiaoming1", "password_too_similar"),
    ],
)
def test_what_everybody_tries_first_is_refused(password, problem):
    person = actions.create_person(actor=actions.SYSTEM, at=NOW, username="wangxiaoming", name="王小明")
    actions.set_password(person, PASSWORD, actor=actions.SYSTEM, at=NOW)
    with pytest.raises(ActRefused) as refused:
        actions.change_password(person, PASSWORD, password, actor=person, at=NOW)
    assert problem in refused.value.parameters["problems"]
