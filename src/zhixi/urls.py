from django.contrib import admin
from django.urls import include, path, re_path

from zhixi.hotline.api import api
from zhixi.hotline.http import nothing_here
from zhixi.pages import desk

urlpatterns = [
    path("admin/", admin.site.urls),
    path("api/", api.urls),
    re_path(r"^api/", nothing_here),
    path("open/", include("zhixi.hotline.portal.urls")),
    re_path(r"^(?!api/|admin/|static/|ws/)(?P<path>.*)$", desk),
]
