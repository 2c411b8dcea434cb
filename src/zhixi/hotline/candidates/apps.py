from django.apps import AppConfig


class Config(AppConfig):
    name = "zhixi.hotline.candidates"
    label = "candidates"
    verbose_name = "候选知识"
