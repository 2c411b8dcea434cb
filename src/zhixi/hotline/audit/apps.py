from django.apps import AppConfig


class Config(AppConfig):
    name = "zhixi.hotline.audit"
    label = "audit"
    verbose_name = "审计"
