from django.apps import AppConfig


class Config(AppConfig):
    name = "zhixi.hotline.confirmations"
    label = "confirmations"
    verbose_name = "知识报送"
