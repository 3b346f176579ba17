"""The addresses of what all areas have: their homes, the forms of their actions, the files that they keep."""

from django.urls import path

from gendan.web.views import areas, ledgers, stock

urlpatterns = [
    path("do/<str:word>/", areas.do, name="area_do"),
    path("tables/<str:word>/", ledgers.of_site, name="ledger"),
    path("tables/<str:word>/export.<str:form>", ledgers.exported, name="ledger_export"),
    path("files/<slug:area>/<str:sha256>/", areas.file, name="area_file"),
    path("stock/scan/", stock.scan, name="stock_scan"),
    path("stock/codes/", stock.codes, name="stock_codes"),
    path("stock/codes/<uuid:load>/", stock.load, name="stock_load"),
    path("stock/codes/<uuid:load>/step/", stock.step, name="stock_load_step"),
    path("stock/labels/", stock.labels, name="stock_labels"),
    path("<slug:area>/", areas.area, name="area"),
]
