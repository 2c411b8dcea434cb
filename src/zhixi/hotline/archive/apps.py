from django.apps import AppConfig


class Config(AppConfig):
    name = "zhixi.hotline.archive"
    label = "archive"
    verbose_name = "归档"
