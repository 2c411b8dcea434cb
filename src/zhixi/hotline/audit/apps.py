from django.apps import AppConfig
from django.db.models.signals import post_migrate


class Config(AppConfig):
    name = "zhixi.hotline.audit"
    label = "audit"
    verbose_name = "审计"

    def ready(self):
        from zhixi.hotline.audit.triggers import after_migrate

        post_migrate.connect(after_migrate, sender=self, dispatch_uid="audit triggers")
