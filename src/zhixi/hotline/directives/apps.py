from django.apps import AppConfig


class Config(AppConfig):
    name = "zhixi.hotline.directives"
    label = "directives"
    verbose_name = "派单规则"
