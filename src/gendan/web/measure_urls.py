"""The addresses of figures, scorecards and reports."""

from django.urls import path

from gendan.web.views import figures, reports, scorecards

urlpatterns = [
    path("figures/", figures.listing, name="figures"),
    path("figures/<slug:pack>/<slug:measure>/", figures.figure, name="figure"),
    path("figures/<slug:pack>/<slug:measure>/line/", figures.line, name="figure_line"),
    path("figures/<slug:pack>/<slug:measure>/grounds/", figures.grounds, name="figure_grounds"),
    path("figures/<slug:pack>/<slug:measure>/grounds.<str:form>", figures.exported, name="figure_export"),
    path("scorecards/", scorecards.listing, name="scorecards"),
    path("reports/", reports.listing, name="reports"),
    path("reports/<uuid:uid>/", reports.report, name="report"),
    path("reports/<uuid:uid>/report.<str:form>", reports.exported, name="report_export"),
]
