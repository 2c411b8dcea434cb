from django.apps import AppConfig


class Config(AppConfig):
    name = "zhixi.hotline.portal"
    label = "portal"
    verbose_name = "公众知识库"
