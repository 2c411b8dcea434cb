from django.apps import AppConfig


class Config(AppConfig):
    name = "zhixi.hotline.orders"
    label = "orders"
    verbose_name = "工单"

    def ready(self):
        from django.db.models import BigAutoField

        from zhixi.hotline.orders.among import Among

        BigAutoField.register_lookup(Among)
