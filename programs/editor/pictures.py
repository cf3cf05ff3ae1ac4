"""The content editor's pages for pictures: one for each, with what allows showing it. They are live at once."""

import secrets

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from programs import selectors
from programs.editor import uploads
from programs.editor.base import PlainAdmin
from programs.models import Exercise, Picture

CHOOSE_AGAIN = gettext_lazy("Please choose the picture again: a browser does not keep it.")


class PictureInput(forms.FileInput):
    """A file to choose. What is stored is compared by the words about it, and is no value that a browser could send."""

    def format_value(self, value):
        return None if isinstance(value, UploadedFile) else value

    def get_context(self, name, value, attrs):
        context = super().get_context(name, value, attrs)
        context["widget"]["value"] = None
        return context


class PictureForm(forms.ModelForm):
    SAME, OTHER = "same", "other"
    upload = forms.FileField(
        label=gettext_lazy("Picture"),
        widget=PictureInput(attrs={"accept": "image/jpeg,image/png,image/webp"}),
        help_text=gettext_lazy(
            "JPEG, PNG or WebP, at most 12 MB. It is made smaller. What the camera wrote into it is left out."
        ),
    )
    means = forms.ChoiceField(
        label=gettext_lazy("What the picture means"),
        choices=(
            ("", gettext_lazy("choose")),
            (SAME, gettext_lazy("It shows what people do already")),
            (OTHER, gettext_lazy("It shows something else")),
        ),
        error_messages={"required": gettext_lazy("Please say whether it shows what people do already.")},
    )
    exercise = None  # of a new picture

    class Meta:
        model = Picture
        fields = ("variation", "position", "alternative", "licence", "source", "consent", "consent_kept")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.instance._state.adding:
            self.instance.exercise = self.exercise
        else:
            self.initial["upload"] = described(self.instance)
        of = self.instance.exercise
        if "variation" in self.fields:
            self.fields["variation"].queryset = of.variations.all()
            self.fields["variation"].empty_label = _("each that has none of its own")
        versions = selectors.versions_with(of)
        if not versions:
            self.fields.pop("means", None)
        elif "means" in self.fields:
            named = "; ".join(map(str, versions))
            self.fields["means"].help_text = _("It changes at once in: %(versions)s.") % {"versions": named}

    def _get_validation_exclusions(self):
        return super()._get_validation_exclusions() - {"exercise"}

    def clean_upload(self):
        sent = self.cleaned_data["upload"]
        if not isinstance(sent, UploadedFile):
            return None
        held = sent.read(uploads.MOST_BYTES + 1)
        try:
            return uploads.redrawn(held if len(held) == sent.size else None)
        except uploads.Unfit as unfit:
            raise ValidationError(str(unfit)) from unfit

    def clean_means(self):
        if self.cleaned_data["means"] == self.OTHER:
            raise ValidationError(
                _("Then it is another exercise: please write a new one and put the picture there. This one stays.")
            )
        return self.SAME

    def full_clean(self):
        super().full_clean()
        if self.is_bound and self._errors and self.cleaned_data.get("upload"):
            self.add_error("upload", CHOOSE_AGAIN)


def described(picture):
    """A stored picture in words that are others where it is another."""
    return _("%(width)s × %(height)s pixels, %(name)s") % {
        "width": picture.width,
        "height": picture.height,
        "name": picture.file.name[:8],
    }


def keep(picture, redrawn):
    """Stores the bytes of a picture under a name of its own, and lets go of those it had."""
    let_go(picture)
    storage = picture.file.storage
    picture.file = storage.save(f"{redrawn.digest}-{secrets.token_hex(4)}.jpg", ContentFile(redrawn.content))
    picture.width, picture.height = redrawn.width, redrawn.height


def let_go(picture):
    if name := picture.file.name:
        transaction.on_commit(lambda: picture.file.storage.delete(name))


@admin.register(Picture)
class PictureAdmin(PlainAdmin):
    form = PictureForm
    list_display = ("__str__", "licence", "source", "consent")
    list_filter = ("licence", "consent")
    list_select_related = ("exercise", "variation")
    search_fields = ("exercise__name", "source", "alternative")
    fieldsets = (
        (None, {"fields": (("variation", "position"), "upload", "alternative")}),
        (gettext_lazy("What allows showing it"), {"fields": (("licence", "source"), ("consent", "consent_kept"))}),
        (None, {"fields": ("means",)}),
    )
    change_form_template = "admin/programs/picture/change_form.html"

    def get_model_perms(self, request):
        """Reached from the exercise that they show, so not listed on the first page."""
        return {}

    def whole_of(self, obj):
        return obj.exercise

    def get_fieldsets(self, request, obj=None):
        of = obj.exercise if obj else request.of
        if self.may_write(request, obj) and of and selectors.versions_with(of):
            return self.fieldsets
        what, allowed, _means = self.fieldsets
        if not self.may_write(request, obj):
            what = (None, {"fields": (("variation", "position"), "alternative")})
        return what, allowed

    def may_write(self, request, obj):
        return self.has_change_permission(request, obj) if obj else self.has_add_permission(request)

    def get_form(self, request, obj=None, change=False, **kwargs):
        form = super().get_form(request, obj, change=change, **kwargs)
        return form if obj else type(form)(form.__name__, (form,), {"exercise": request.of})

    def render_change_form(self, request, context, obj=None, **options):
        context["exercise"] = exercise = obj.exercise if obj else request.of
        if means := context["adminform"].form.fields.get("means"):
            means.help_text = " ".join([means.help_text, *self.readers(request, exercise)])
        return super().render_change_form(request, context, obj=obj, **options)

    def readers(self, request, exercise):
        """Sentences about who sees it, for whoever knows people."""
        return []

    @transaction.atomic
    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        if object_id is None:
            wanted = request.GET.get("exercise", "")
            of_wanted = Exercise.objects.select_for_update(no_key=True)  # two new ones do not take the same place
            request.of = of_wanted.filter(pk=wanted).first() if wanted.isdecimal() and len(wanted) < 10 else None
            if request.of is None and self.has_add_permission(request):
                messages.info(request, _("Please open the exercise that the picture belongs to, and add it there."))
                return redirect("admin:programs_exercise_changelist")
        elif "_remove" in request.POST:
            return self.remove(request, object_id)
        return super().changeform_view(request, object_id, form_url, extra_context)

    def remove(self, request, object_id):
        """Takes a picture and its bytes away, at once: whoever is shown may withdraw their consent."""
        picture = self.locked(self.get_object(request, unquote(object_id)))
        if picture is None:
            return self._get_obj_does_not_exist_redirect(request, self.opts, object_id)
        if not self.has_change_permission(request, picture):
            raise PermissionDenied
        if why := self.changed_since(request, picture):
            messages.error(request, f"{why} {_('Nothing was done. Please look at it as it is now.')}")
            return redirect("admin:programs_picture_change", picture.pk)
        self.log_change(request, picture.exercise, _("Removed the picture “%s”.") % picture)
        let_go(picture)
        picture.delete()
        messages.success(request, _("The picture is removed. Backups hold it for as long as you keep them."))
        return self._exercise_page(picture)

    def save_model(self, request, obj, form, change):
        if redrawn := form.cleaned_data["upload"]:
            keep(obj, redrawn)
        super().save_model(request, obj, form, change)

    def response_post_save_add(self, request, obj):
        return self._exercise_page(obj)

    def response_post_save_change(self, request, obj):
        return self._exercise_page(obj)

    def _exercise_page(self, picture):
        return redirect("admin:programs_exercise_change", picture.exercise_id)
