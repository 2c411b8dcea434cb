from django.apps import AppConfig


class Config(AppConfig):
    name = "zhixi.hotline.filling"
    label = "filling"
    verbose_name = "智能填单"
