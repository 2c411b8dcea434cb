from django.apps import AppConfig


class Config(AppConfig):
    name = "zhixi.hotline.articles"
    label = "articles"
    verbose_name = "知识库"
