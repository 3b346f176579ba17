"""The operations of the API, by what they are about."""

from gendan.api.routes import (
    acts,
    batches,
    cases,
    exchanges,
    imports,
    lists,
    messages,
    packs,
    people,
    saved,
    search,
    signatures,
    site,
    tokens,
    work,
)

ROUTERS = (
    tokens.router,
    packs.router,
    work.router,
    search.router,
    messages.router,
    lists.router,
    saved.router,
    cases.router,
    acts.router,
    signatures.router,
    batches.router,
    imports.router,
    exchanges.router,
    people.router,
    site.router,
)
