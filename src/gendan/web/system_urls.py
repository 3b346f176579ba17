"""The addresses of the administrators' pages, below `system/`."""

from django.urls import path

from gendan.web.views import (
    delivery,
    health,
    jobs,
    log,
    organization,
    rights,
    series,
    sessions,
    tokens,
    trying,
    units,
    webhooks,
)

urlpatterns = [
    path("organization/", organization.chart, name="organization"),
    path("organization/units/", units.chart, name="units"),
    path("organization/units/<slug:what>/", units.change, name="unit_change"),
    path("organization/<slug:what>/", organization.change, name="organization_change"),
    path("rights/", rights.page, name="rights"),
    path("try/", trying.look, name="try"),
    path("try/end/", trying.stop, name="try_end"),
    path("tokens/", tokens.tokens, name="tokens"),
    path("tokens/<int:token>/revoke/", tokens.revoke, name="token_revoke"),
    path("sessions/", sessions.sessions, name="sessions"),
    path("sessions/end/", sessions.end_all, name="sessions_end"),
    path("sessions/<uuid:session>/end/", sessions.end, name="session_end"),
    path("log/", log.log, name="log"),
    path("log/export.<str:form>", log.exported, name="log_export"),
    path("series/", series.listing, name="series"),
    path("series/<int:key>/", series.page, name="one_series"),
    path("jobs/", jobs.jobs, name="jobs"),
    path("jobs/<slug:what>/<int:key>/", jobs.change, name="job_change"),
    path("health/", health.page, name="health"),
    path("delivery/", delivery.page, name="delivery"),
    path("delivery/<slug:channel>/try/", delivery.try_one, name="delivery_try"),
    path("webhooks/", webhooks.listing, name="webhooks"),
    path("webhooks/new/", webhooks.new, name="webhook_new"),
    path("webhooks/<int:webhook>/", webhooks.page, name="webhook"),
    path("webhooks/<int:webhook>/<slug:what>/", webhooks.change, name="webhook_change"),
    path("webhooks/deliveries/<int:delivery>/", webhooks.delivery, name="delivery_of_webhook"),
    path("webhooks/deliveries/<int:delivery>/replay/", webhooks.replay, name="delivery_replay"),
]
