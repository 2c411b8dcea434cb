from django.apps import AppConfig


class Config(AppConfig):
    name = "zhixi.hotline.calls"
    label = "calls"
    verbose_name = "通话"
