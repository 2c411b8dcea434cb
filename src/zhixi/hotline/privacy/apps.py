from django.apps import AppConfig


class Config(AppConfig):
    name = "zhixi.hotline.privacy"
    label = "privacy"
    verbose_name = "个人信息保护"
