"""Providers of sign-in are set by the environment: whole, or not at all; secrets may stand in files."""

import pytest

from gendan.people.providers import PROVIDERS
from gendan.project.errors import ProjectError
from gendan.project.providers import KNOWN, providers


def refused(environment) -> ProjectError:
    with pytest.raises(ProjectError) as said:
        providers(environment)
    return said.value


def test_every_provider_can_be_set():
    assert set(KNOWN) == set(PROVIDERS)
    for name, (needed, optional) in KNOWN.items():
        said = {f"GENDAN_{name}_{each}".upper(): f"https://{each}" for each in (*needed, *optional)}
        assert providers(said) == {name: {each: f"https://{each}" for each in (*needed, *optional)}}
        assert PROVIDERS[name](providers(said)[name]).title.zh


def test_nothing_set_is_no_provider_and_half_of_one_is_a_mistake():
    assert providers({}) == providers({"GENDAN_OIDC_TITLE": "公司"}) == {}
    error = refused({"GENDAN_WECOM_AGENT": "1"})
    assert (error.code, error.parameters["missing"]) == (
        "providers.incomplete",
        "GENDAN_WECOM_CORPORATION, GENDAN_WECOM_SECRET",
    )


def test_a_secret_may_stand_in_a_file(tmp_path):
    file = tmp_path / "secret"
    file.write_text("s3cret\n")
    said = {"GENDAN_DINGTALK_CLIENT": "x", "GENDAN_DINGTALK_SECRET_FILE": str(file)}
    assert providers(said)["dingtalk"]["secret"] == "s3cret"
    assert refused({**said, "GENDAN_DINGTALK_SECRET_FILE": str(tmp_path / "none")}).code == "providers.file"
