from django.apps import AppConfig


class Config(AppConfig):
    name = "zhixi.hotline.units"
    label = "units"
    verbose_name = "承办单位"
