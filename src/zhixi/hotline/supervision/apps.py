from django.apps import AppConfig


class Config(AppConfig):
    name = "zhixi.hotline.supervision"
    label = "supervision"
    verbose_name = "督办"
