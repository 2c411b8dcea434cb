from django.contrib import admin

from zhixi.hotline.callbacks.models import CallbackRule


@admin.register(CallbackRule)
class CallbackRuleAdmin(admin.ModelAdmin):
    list_display = ("whom", "request_type", "urgency", "percent", "active")
