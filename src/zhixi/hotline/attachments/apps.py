from django.apps import AppConfig


class Config(AppConfig):
    name = "zhixi.hotline.attachments"
    label = "attachments"
    verbose_name = "附件"
