"""The operations of the API, by what they are about."""

from gendan.api.routes import acts, cases, lists, packs, signatures, tokens, work

ROUTERS = (
    tokens.router,
    packs.router,
    work.router,
    lists.router,
    cases.router,
    acts.router,
    signatures.router,
)
