from django.urls import path

from patients.views import account, clinician, editor, guide, patient

urlpatterns = [
    path("", account.home, name="home"),
    path("join/<str:token>/", account.join, name="join"),  # public: the link is the key
    # the patient's phone
    path("today/", patient.today, name="today"),
    path("guide/", guide.guide_session, name="guide-session"),
    path("log/", patient.log_session, name="log-session"),
    path("log/<uuid:client_id>/", patient.session_saved, name="session-saved"),
    path("log/<uuid:client_id>/void/", patient.void_session, name="void-session"),
    path("morning/", patient.record_morning, name="record-morning"),
    path("progress/", patient.progress, name="progress"),
    path("programme/", patient.programme, name="programme"),
    path("alarm/", patient.raise_flag, name="raise-flag"),
    path("alarm/<uuid:client_id>/", patient.flag_raised, name="flag-raised"),
    path("away/", patient.say_away, name="say-away"),
    path("outbox/", patient.outbox, name="outbox"),
    path("outbox/token/", patient.outbox_token, name="outbox-token"),
    # the physio's desk
    path("caseload/", clinician.caseload, name="caseload"),
    path("caseload/<uuid:patient_id>/", clinician.patient_page, name="patient-page"),
    path("caseload/<uuid:patient_id>/reviews/<uuid:review_id>/", clinician.decide, name="decide"),
    path("caseload/<uuid:patient_id>/directives/", clinician.give_directive, name="give-directive"),
    path("caseload/<uuid:patient_id>/measures/", clinician.record_measure, name="record-measure"),
    path("caseload/<uuid:patient_id>/flags/<uuid:flag_id>/", clinician.close_flag, name="close-flag"),
    # the editor's desk, beside the administration
    path("drafts/<int:version_id>/what-if/", editor.what_if, name="what-if"),
    path("drafts/<int:version_id>/what-if/ask/", editor.ask_what_if, name="ask-what-if"),
]
