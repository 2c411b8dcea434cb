from django.contrib import admin

from zhixi.hotline.deadlines.models import CalendarDay, Policy


@admin.register(CalendarDay)
class CalendarDayAdmin(admin.ModelAdmin):
    list_display = ("day", "working", "name", "source")
    list_filter = ("working",)
    date_hierarchy = "day"


@admin.register(Policy)
class PolicyAdmin(admin.ModelAdmin):
    list_display = ("clock", "request_type", "urgency", "amount", "unit_of_time", "priority", "source")
    list_filter = ("clock",)
