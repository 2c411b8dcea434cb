from django.apps import AppConfig


class Config(AppConfig):
    name = "zhixi.hotline.notifications"
    label = "notifications"
    verbose_name = "通知"
