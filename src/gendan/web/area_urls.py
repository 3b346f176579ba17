"""The addresses of what all areas have: their homes, the forms of their actions, the files that they keep."""

from django.urls import path

from gendan.web.views import areas

urlpatterns = [
    path("do/<str:word>/", areas.do, name="area_do"),
    path("files/<slug:area>/<str:sha256>/", areas.file, name="area_file"),
    path("<slug:area>/", areas.area, name="area"),
]
