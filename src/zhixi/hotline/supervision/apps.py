from django.apps import AppConfig
from django.db.models.signals import post_migrate


class Config(AppConfig):
    name = "zhixi.hotline.supervision"
    label = "supervision"
    verbose_name = "督办"

    def ready(self):
        from zhixi.hotline.supervision.seeding import after_migrate

        post_migrate.connect(after_migrate, sender=self, dispatch_uid="supervision seeding")
