from django.apps import AppConfig


class Config(AppConfig):
    name = "zhixi.hotline.accounts"
    label = "accounts"
    verbose_name = "用户"
