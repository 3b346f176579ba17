"""The addresses of what all areas have: their homes, the forms of their actions, the files that they keep."""

from django.urls import path

from gendan.web.views import areas, ledgers

urlpatterns = [
    path("do/<str:word>/", areas.do, name="area_do"),
    path("tables/<str:word>/", ledgers.of_site, name="ledger"),
    path("tables/<str:word>/export.<str:form>", ledgers.exported, name="ledger_export"),
    path("files/<slug:area>/<str:sha256>/", areas.file, name="area_file"),
    path("<slug:area>/", areas.area, name="area"),
]
