from django.apps import AppConfig
from django.db.models.signals import post_migrate


class Config(AppConfig):
    name = "zhixi.hotline.callbacks"
    label = "callbacks"
    verbose_name = "回访"

    def ready(self):
        from zhixi.hotline.callbacks.seeding import after_migrate

        post_migrate.connect(after_migrate, sender=self, dispatch_uid="callbacks seeding")
