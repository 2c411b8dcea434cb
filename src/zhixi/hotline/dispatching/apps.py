from django.apps import AppConfig


class Config(AppConfig):
    name = "zhixi.hotline.dispatching"
    label = "dispatching"
    verbose_name = "智能转派"
