from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.utils import timezone

from zhixi.errors import BadInput
from zhixi.hotline.units import actions, guards
from zhixi.hotline.units.models import Category, Duty, Unit


class CityForm(forms.ModelForm):
    """Asks what the action will ask, so that a refusal stands beside its field."""

    fits = None

    def _post_clean(self):
        super()._post_clean()
        if self.errors:
            return
        try:
            type(self).fits(self.instance)
        except BadInput as error:
            self.add_error(error.field, ValidationError(str(error)))


class UnitForm(CityForm):
    fits = staticmethod(guards.unit_fits)


class CategoryForm(CityForm):
    fits = staticmethod(guards.category_fits)


class DutyForm(CityForm):
    fits = staticmethod(guards.duty_fits)


class CityPartAdmin(admin.ModelAdmin):
    """A change here goes through the actions: it leaves an event, and what was built from the old rows is built again.

    Rows are closed, switched off or given an end, not deleted: past orders point at them. A code never changes.
    """

    def get_readonly_fields(self, request, obj=None):
        fields = super().get_readonly_fields(request, obj)
        return (*fields, "code") if obj else fields

    def has_add_permission(self, request):
        return actions.may_change(request.user) and super().has_add_permission(request)

    def has_change_permission(self, request, obj=None):
        return actions.may_change(request.user) and super().has_change_permission(request, obj)

    def has_delete_permission(self, request, obj=None):
        return False


@admin.register(Unit)
class UnitAdmin(CityPartAdmin):
    form = UnitForm
    list_display = ("code", "name", "parent", "district", "opened", "closed")
    search_fields = ("code", "name")
    list_select_related = ("parent",)

    def save_model(self, request, obj, form, change):
        actions.save_unit(actor=request.user, unit=obj, now=timezone.now())


@admin.register(Category)
class CategoryAdmin(CityPartAdmin):
    """The full name is made of the names from the top, and is not typed."""

    form = CategoryForm
    list_display = ("code", "path", "active")
    search_fields = ("code", "path")
    readonly_fields = ("path",)

    def save_model(self, request, obj, form, change):
        actions.save_category(actor=request.user, category=obj, now=timezone.now())


@admin.register(Duty)
class DutyAdmin(CityPartAdmin):
    form = DutyForm
    list_display = ("code", "category", "unit", "clause", "source", "valid_from", "valid_to")
    list_select_related = ("category", "unit")
    search_fields = ("code", "matter")

    def save_model(self, request, obj, form, change):
        actions.save_duty(actor=request.user, duty=obj, now=timezone.now())
