from django.apps import AppConfig


class Config(AppConfig):
    name = "zhixi.hotline.gaps"
    label = "gaps"
    verbose_name = "知识缺口"
