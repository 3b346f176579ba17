"""What the API tells has one name for one shape: two shapes of a name would be one in its document."""

from collections import defaultdict

from gendan.api.application import made
from gendan.api.schemas.base import Given, Told


def every(of: type) -> set[type]:
    return {of, *(each for child in of.__subclasses__() for each in every(child))}


def test_every_shape_has_a_name_of_its_own():
    assert made().get_openapi_schema(path_prefix="/api/")["paths"]
    named = defaultdict(set)
    for shape in every(Told) | every(Given):
        named[shape.__name__].add(shape.__module__)
    assert {name: modules for name, modules in named.items() if len(modules) > 1} == {}
