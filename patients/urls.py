from django.urls import path

from patients.views import account, messages, paper
from patients.views.desk import caseload, clinic, clinician, editor, export, in_clinic, plan, registration
from patients.views.phone import alarm, day, entries, guidance, guide, outbox, reminders, today

urlpatterns = [
    path("", account.home, name="home"),
    path("join/<str:token>/", account.join, name="join"),  # public: the link is the key
    # the patient's phone
    path("first-minute/", today.first_minute, name="first-minute"),
    path("today/", today.today, name="today"),
    path("guide/", guide.guide_session, name="guide-session"),
    path("log/", entries.log_session, name="log-session"),
    path("log/<uuid:client_id>/", entries.session_saved, name="session-saved"),
    path("log/<uuid:client_id>/void/", entries.void_session, name="void-session"),
    path("morning/", entries.record_morning, name="record-morning"),
    path("progress/", today.progress, name="progress"),
    path("programme/", today.programme, name="programme"),
    path("programme/paper/", paper.programme_paper, name="programme-paper"),
    path("progress/paper/", paper.history_paper, name="history-paper"),
    path("guidance/", guidance.guidance, name="guidance"),
    path("alarm/", alarm.raise_flag, name="raise-flag"),
    path("alarm/<uuid:client_id>/", alarm.flag_raised, name="flag-raised"),
    path("alarm/<uuid:flag_id>/mistake/", alarm.take_back_flag, name="take-back-flag"),
    path("away/", day.say_away, name="say-away"),
    path("activity/", day.log_activity, name="log-activity"),
    path("activity/<uuid:client_id>/void/", day.void_activity, name="void-activity"),
    path("reason/", day.note_day_reason, name="note-day-reason"),
    path("start/", day.start_questions, name="start-questions"),
    path("measure/", day.give_measure, name="give-measure"),
    path("messages/", messages.messages, name="messages"),
    path("messages/seen/", messages.see_messages, name="see-messages"),
    path("reminders/", reminders.reminders, name="reminders"),
    path("reminders/push/", reminders.subscribe_push, name="subscribe-push"),
    path("reminders/push/stop/", reminders.stop_push, name="stop-push"),
    path("reminders/calendar/", reminders.make_calendar, name="make-calendar"),
    path("reminders/calendar/withdraw/", reminders.withdraw_calendar, name="withdraw-calendar"),
    path("calendar/<str:token>.ics", reminders.calendar_feed, name="calendar-feed"),  # public: the link is the key
    path("outbox/", outbox.outbox, name="outbox"),
    path("outbox/token/", outbox.outbox_token, name="outbox-token"),
    # the physio's desk
    path("caseload/", caseload.caseload, name="caseload"),
    path("caseload/csv/", export.caseload_csv, name="caseload-csv"),
    path("caseload/<uuid:patient_id>/sets/", export.sets_csv, name="sets-csv"),
    path("caseload/<uuid:patient_id>/mark/", caseload.mark_triage, name="mark-triage"),
    path("caseload/<uuid:patient_id>/", clinician.patient_page, name="patient-page"),
    path("clinic/", clinic.clinic_numbers, name="clinic-numbers"),
    path("digest/", reminders.digest, name="digest"),
    path("caseload/new/", registration.new_patient, name="new-patient"),
    path("caseload/<uuid:patient_id>/invitation/", registration.make_invitation, name="make-invitation"),
    path(
        "caseload/<uuid:patient_id>/invitation/withdraw/", registration.withdraw_invitation, name="withdraw-invitation"
    ),
    path("caseload/<uuid:patient_id>/invitation/email/", registration.email_invitation, name="email-invitation"),
    path("caseload/<uuid:patient_id>/invitation/slip/", registration.print_slip, name="print-slip"),
    path("caseload/<uuid:patient_id>/messages/", messages.thread, name="thread"),
    path("caseload/<uuid:patient_id>/messages/seen/", messages.see_thread, name="see-thread"),
    path("caseload/<uuid:patient_id>/reviews/<uuid:review_id>/", clinician.decide, name="decide"),
    path("caseload/<uuid:patient_id>/stage/", clinician.change_stage, name="change-stage"),
    path("caseload/<uuid:patient_id>/dose/", plan.change_dose, name="change-dose"),
    path("caseload/<uuid:patient_id>/line/", plan.set_line, name="set-line"),
    path("caseload/<uuid:patient_id>/note/", plan.write_note, name="write-note"),
    path("caseload/<uuid:patient_id>/end/", plan.end_programme, name="end-programme"),
    path("caseload/<uuid:patient_id>/version/<int:version_id>/", plan.change_version, name="change-version"),
    path("caseload/<uuid:patient_id>/log/", in_clinic.log_in_clinic, name="log-in-clinic"),
    path("caseload/<uuid:patient_id>/morning/", in_clinic.morning_in_clinic, name="morning-in-clinic"),
    path("caseload/<uuid:patient_id>/ask/", clinician.ask_measure, name="ask-measure"),
    path("caseload/<uuid:patient_id>/directives/", clinician.give_directive, name="give-directive"),
    path("caseload/<uuid:patient_id>/measures/", clinician.record_measure, name="record-measure"),
    path("caseload/<uuid:patient_id>/flags/<uuid:flag_id>/", clinician.close_flag, name="close-flag"),
    path("caseload/<uuid:patient_id>/flags/<uuid:flag_id>/seen/", clinician.see_flag, name="see-flag"),
    path("caseload/<uuid:patient_id>/programme/", paper.patient_programme_paper, name="patient-programme-paper"),
    path("caseload/<uuid:patient_id>/history/", paper.patient_history_paper, name="patient-history-paper"),
    path("caseload/<uuid:patient_id>/letter/", paper.write_letter, name="write-letter"),
    # the editor's desk, beside the administration
    path("drafts/<int:version_id>/what-if/", editor.what_if, name="what-if"),
    path("drafts/<int:version_id>/what-if/ask/", editor.ask_what_if, name="ask-what-if"),
]
