"""The addresses of the pages."""

from django.urls import path

from gendan.web.views import attachments, batches, bench, case, exports, imports, lists, openings, preferences, signin

app_name = "web"
urlpatterns = [
    path("", bench.bench, name="bench"),
    path("queues/<slug:pack>/<slug:post>/", bench.queue, name="queue"),
    path("find/", bench.find, name="find"),
    path("next/", bench.following, name="next"),
    path("sign-in/", signin.sign_in, name="sign_in"),
    path("sign-out/", signin.sign_out, name="sign_out"),
    path("password/", signin.password, name="password"),
    path("language/", preferences.language, name="language"),
    path("theme/", preferences.theme, name="theme"),
    path("lists/<slug:pack>/<slug:procedure>/", lists.page, name="list"),
    path("lists/<slug:pack>/<slug:procedure>/save/", lists.save, name="list_save"),
    path("lists/<slug:pack>/<slug:procedure>/export.<str:form>", exports.exported_list, name="list_export"),
    path("lists/<slug:pack>/<slug:procedure>/new/", openings.opening, name="open"),
    path("cases/<uuid:uid>/", case.page, name="case"),
    path("cases/<uuid:uid>/do/<slug:act>/", case.act, name="act"),
    path("cases/<uuid:uid>/reveal/<slug:field>/", case.reveal, name="reveal"),
    path("cases/<uuid:uid>/files/<str:sha256>/", attachments.attachment, name="attachment"),
    path("batches/", batches.listing, name="batches"),
    path("batches/of/<slug:pack>/<slug:procedure>/", batches.create, name="batch_create"),
    path("batches/<uuid:batch>/", batches.page, name="batch"),
    path("batches/<uuid:batch>/run/", batches.start, name="batch_run"),
    path("batches/<uuid:batch>/step/", batches.step, name="batch_step"),
    path("batches/<uuid:batch>/stop/", batches.stop, name="batch_stop"),
    path("batches/<uuid:batch>/retry/", batches.retry, name="batch_retry"),
    path("batches/<uuid:batch>/part/", batches.part, name="batch_part"),
    path("batches/<uuid:batch>/drop/", batches.drop, name="batch_drop"),
    path("batches/<uuid:batch>/outcomes.<str:form>", exports.exported_outcomes, name="batch_export"),
    path("imports/runs/<uuid:run>/", imports.run, name="import_run"),
    path("imports/runs/<uuid:run>/step/", imports.step, name="import_step"),
    path("imports/runs/<uuid:run>/stop/", imports.stop, name="import_stop"),
    path("imports/<slug:pack>/<slug:name>/", imports.upload, name="import"),
    path("imports/<slug:pack>/<slug:name>/files/<str:sha256>/", imports.check, name="import_check"),
]
