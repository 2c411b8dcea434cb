from django.apps import AppConfig


class Config(AppConfig):
    name = "zhixi.hotline.queues"
    label = "queues"
    verbose_name = "排队事件"
