"""The only writer of people, the organization, posts and access.

Every act takes who does it and when (`actor`, a person's id or 0 for the system; `at`), asks whether he may, changes,
moves the epoch and writes the record of the act, in one transaction. What is refused raises `people.errors.ActRefused`.
"""

from gendan.people.actions.accounts import link_account, link_own_account, unlink_account
from gendan.people.actions.authority import SYSTEM
from gendan.people.actions.calendars import change_calendar, read_calendar
from gendan.people.actions.credentials import (
    change_password,
    end_session,
    end_sessions,
    issue_password_link,
    issue_token,
    person_of_link,
    revoke_token,
    set_password,
    set_password_by_link,
    share_password,
)
from gendan.people.actions.parties import name_party
from gendan.people.actions.people import (
    change_person,
    create_person,
    deactivate,
    reactivate,
    set_administrator,
    set_superior,
    set_unit,
)
from gendan.people.actions.posts import (
    assign_region,
    deputize,
    end_deputy,
    hold,
    release,
    withdraw_region,
)
from gendan.people.actions.second_factor import (
    Enrolment,
    begin_second_factor,
    confirm_oneself,
    confirm_second_factor,
    read_enrolment,
    remove_second_factor,
    renew_recovery_codes,
    reset_second_factor,
)
from gendan.people.actions.units import change_unit, close_unit, create_unit, move_unit, reopen_unit

__all__ = [
    "SYSTEM",
    "Enrolment",
    "assign_region",
    "begin_second_factor",
    "change_calendar",
    "change_password",
    "change_person",
    "change_unit",
    "close_unit",
    "confirm_oneself",
    "confirm_second_factor",
    "create_person",
    "create_unit",
    "deactivate",
    "deputize",
    "end_deputy",
    "end_session",
    "end_sessions",
    "hold",
    "issue_password_link",
    "issue_token",
    "link_account",
    "link_own_account",
    "move_unit",
    "name_party",
    "person_of_link",
    "reactivate",
    "read_calendar",
    "read_enrolment",
    "release",
    "remove_second_factor",
    "renew_recovery_codes",
    "reopen_unit",
    "reset_second_factor",
    "revoke_token",
    "set_administrator",
    "set_password",
    "set_password_by_link",
    "set_superior",
    "set_unit",
    "share_password",
    "unlink_account",
    "withdraw_region",
]
