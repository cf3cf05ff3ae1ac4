from django.urls import path

from tests.bench.floor import views

urlpatterns = [
    path("visit/", views.log_visit),
    path("lines/", views.lines),
    path("lines/<int:pk>/", views.line, name="line"),
    path("livez", views.livez),
]
