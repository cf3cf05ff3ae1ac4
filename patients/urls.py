from django.urls import path

from patients.views import (
    account,
    caseload,
    clinician,
    editor,
    export,
    guidance,
    guide,
    messages,
    paper,
    patient,
    reminders,
)

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
    path("programme/paper/", paper.programme, name="programme-paper"),
    path("progress/paper/", paper.history, name="history-paper"),
    path("guidance/", guidance.guidance, name="guidance"),
    path("alarm/", patient.raise_flag, name="raise-flag"),
    path("alarm/<uuid:client_id>/", patient.flag_raised, name="flag-raised"),
    path("away/", patient.say_away, name="say-away"),
    path("messages/", messages.messages, name="messages"),
    path("reminders/", reminders.reminders, name="reminders"),
    path("reminders/push/", reminders.subscribe_push, name="subscribe-push"),
    path("reminders/push/stop/", reminders.stop_push, name="stop-push"),
    path("reminders/calendar/", reminders.make_calendar, name="make-calendar"),
    path("reminders/calendar/withdraw/", reminders.withdraw_calendar, name="withdraw-calendar"),
    path("calendar/<str:token>.ics", reminders.calendar_feed, name="calendar-feed"),  # public: the link is the key
    path("outbox/", patient.outbox, name="outbox"),
    path("outbox/token/", patient.outbox_token, name="outbox-token"),
    # the physio's desk
    path("caseload/", caseload.caseload, name="caseload"),
    path("caseload/csv/", export.caseload_csv, name="caseload-csv"),
    path("caseload/<uuid:patient_id>/sets/", export.sets_csv, name="sets-csv"),
    path("caseload/<uuid:patient_id>/mark/", caseload.mark_triage, name="mark-triage"),
    path("caseload/<uuid:patient_id>/", clinician.patient_page, name="patient-page"),
    path("digest/", reminders.digest, name="digest"),
    path("caseload/<uuid:patient_id>/messages/", messages.thread, name="thread"),
    path("caseload/<uuid:patient_id>/reviews/<uuid:review_id>/", clinician.decide, name="decide"),
    path("caseload/<uuid:patient_id>/directives/", clinician.give_directive, name="give-directive"),
    path("caseload/<uuid:patient_id>/measures/", clinician.record_measure, name="record-measure"),
    path("caseload/<uuid:patient_id>/flags/<uuid:flag_id>/", clinician.close_flag, name="close-flag"),
    path("caseload/<uuid:patient_id>/programme/", paper.programme_of, name="patient-programme-paper"),
    path("caseload/<uuid:patient_id>/history/", paper.history_of, name="patient-history-paper"),
    path("caseload/<uuid:patient_id>/letter/", paper.write_letter, name="write-letter"),
    # the editor's desk, beside the administration
    path("drafts/<int:version_id>/what-if/", editor.what_if, name="what-if"),
    path("drafts/<int:version_id>/what-if/ask/", editor.ask_what_if, name="ask-what-if"),
]
