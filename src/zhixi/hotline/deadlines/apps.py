from django.apps import AppConfig
from django.db.models.signals import post_migrate


class Config(AppConfig):
    name = "zhixi.hotline.deadlines"
    label = "deadlines"
    verbose_name = "时限"

    def ready(self):
        from zhixi.hotline.deadlines.seeding import after_migrate

        # After every migrate, not once: next year's calendar arrives with a new version of its package.
        post_migrate.connect(after_migrate, sender=self, dispatch_uid="deadlines seeding")
