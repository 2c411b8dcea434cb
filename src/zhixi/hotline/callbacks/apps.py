from django.apps import AppConfig


class Config(AppConfig):
    name = "zhixi.hotline.callbacks"
    label = "callbacks"
    verbose_name = "回访"
