"""Live content that is looked at again from time to time: one press says that it is still right."""

from django.contrib import messages
from django.shortcuts import redirect
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from programs import clock
from programs.sourced import later

LOOKED = "_looked"


class LookedAtAdmin:
    """A page with a button that saves what is typed and sets when it is looked at next. It goes the way of every save,
    so it writes over nothing that came meanwhile, and it says of nobody that they read a source anew."""

    def due_on(self, obj):
        """When a row is looked at again; None where nothing asks for it."""
        raise NotImplementedError

    def looked_at(self, obj, form, today):
        """Whatever else a row remembers of it."""

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        if object_id and LOOKED in request.POST:
            request.POST = request.POST.copy()
            request.POST["review_by"] = later(clock.today()).isoformat()
        return super().changeform_view(request, object_id, form_url, extra_context)

    def save_model(self, request, obj, form, change):
        if change and LOOKED in request.POST:
            self.looked_at(obj, form, clock.today())
        super().save_model(request, obj, form, change)

    def construct_change_message(self, request, form, formsets, add=False):
        message = super().construct_change_message(request, form, formsets, add)
        return f"{_('Looked at again: still right.')}\n{message}".strip() if LOOKED in request.POST else message

    def response_change(self, request, obj):
        if LOOKED not in request.POST:
            return super().response_change(request, obj)
        said = _("“%(name)s” was looked at today. It is due again on %(day)s.")
        messages.success(request, said % {"name": obj, "day": date_format(obj.review_by, "j F Y")})
        return redirect("admin:index")

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        today = clock.today()
        context |= {"due_on": obj and self.due_on(obj), "today": today}
        return super().render_change_form(request, context, add, change, form_url, obj)
