from django.apps import AppConfig


class Config(AppConfig):
    name = "zhixi.hotline.documents"
    label = "documents"
    verbose_name = "文档导入"
