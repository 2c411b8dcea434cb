from django.apps import AppConfig


class Config(AppConfig):
    name = "zhixi.hotline.commissions"
    label = "commissions"
    verbose_name = "知识约稿"
