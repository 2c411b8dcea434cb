from django.apps import AppConfig


class Config(AppConfig):
    name = "zhixi.hotline.deadlines"
    label = "deadlines"
    verbose_name = "时限"
