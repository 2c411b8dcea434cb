from django.apps import AppConfig


class Config(AppConfig):
    name = "zhixi.hotline.orders"
    label = "orders"
    verbose_name = "工单"
