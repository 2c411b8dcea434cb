from django.urls import path

from zhixi.hotline.portal import views

app_name = "portal"
urlpatterns = [
    path("", views.home, name="home"),
    path("search", views.found, name="search"),
    path("feed.json", views.open_feed, name="feed"),
    path("a/<str:key>/files/<int:number>", views.file, name="file"),
    path("a/<path:key>", views.article, name="article"),
]
