from django.apps import AppConfig


class Config(AppConfig):
    name = "zhixi.hotline.recordings"
    label = "recordings"
    verbose_name = "通话录音"
