"""Every sentence that says that somebody knows, was told, reads, sees, looks, or calls; and why each is true.

`claims_in` finds them in the sources; `REVIEWED` says, for each, what makes it true. A sentence that is new stands in
no list until somebody has asked what it is when nobody is there, mail is down, the clinic is closed, suggestions are
off or the programme is over: tests/patients/test_told_words.py goes through these.
"""

import ast
import re
import tomllib
from pathlib import Path

MARKS = {"_", "gettext", "gettext_lazy", "ngettext", "ngettext_lazy", "pgettext", "pgettext_lazy"}
CLAIM = re.compile(
    r"\b((been|was|were|is|are|be) (told|informed|notified|alerted|written to|contacted)"
    r"|(will|to) (be told|call|contact|ring|read|see|look|hear|open|check|answer|reply|know|decide)"
    r"|knows?|sees?|reads?|saw|look(s|ed) (at|after)|hears?|heard|notices?"
    r"|(tells?|contacts?|calls?|answers?|rings?|phones?|gets back to) you"
    r"|a (note|letter|message) (goes|went)|(goes|comes|went) to)\b",
    re.IGNORECASE,
)
LITERAL = r"(?:\btranslate|\btrans|_\()\s*(?:\"([^\"]*)\"|'([^']*)')"
BLOCK = re.compile(r"{%\s*blocktrans(?:late)?\b.*?%}(.*?){%\s*endblocktrans", re.DOTALL)

REVIEWED = {
    "restore_drill alone writes down that a backup was brought back: tests/patients/test_unrestored.py": {
        "No backup has been brought back on trial since {{ at }}, so nobody knows whether one would work.",
        "No backup has ever been brought back on trial, so nobody knows whether one would work.",
        "No backup of this site has been brought back on trial for more than eight days, "
        "so nobody knows whether one would work.",
        "Whoever looks after the server:",
    },
    "an administrator who treats nobody gets no clinical page: tests/test_access.py": {
        "The clinic’s administrator reads those lines and sees no record.",
    },
    "an act of the audit or its page: a row is written with the act or the look, by the database's own clock": {
        "Everybody but you who saw or changed something of yours here, the latest first.",
        "changed who looks after the installation",
        "downloaded the list of who saw and did what",
        "opened the list of who saw and did what",
        "read messages",
        "read the first answers",
    },
    "a letter went out: patients/wording/told.py is given the names of those to whom one was sent": {
        "%(who)s has been told.",
        "%(who)s have been told.",
    },
    "who works in the clinic is asked first, and it is in their caseload or in a letter when the clinic opens": {
        "%(name)s sees it when the clinic is open.",
        "Your clinic sees it when it is open.",
        "Your clinic reads it when it is open.",
        "Kept, but nobody at your clinic reads messages at the moment.",
        "A note goes to your clinic.",
        "Wait with the exercises until somebody there has looked at them.",
    },
    "a suggestion is open in the caseload; the name is that of a physio who is there, else the clinic": {
        "%(name)s looks at it and tells you.",
        "%(name)s now looks at it and decides.",
        "%(name)s will check if the plan fits you.",
        "%(name)s will look at where to begin again.",
        "%(name)s will look for the reason with you.",
    },
    "a flag is open, and only an act of the clinic closes it": {
        "%(name)s will open your exercises again after speaking with you.",
        "Your clinic will open them again after speaking with you.",
    },
    "it says how decisions are made, not that one is under way": {
        "When every point is met, your clinic looks at it and decides.",
        "When all of it is met, your clinic looks at it and decides.",
    },
    "it is stored with the answer, and the page says so only then": {
        "what you save goes to the clinic at once.",
    },
    "general, or the clinician's own words": {
        "if any; the patient reads it",
        "It is general, and your clinician knows you:",
        "I want to see how you do the exercise first.",
    },
    "nobody is said to know": {
        "The reason, for whoever reads this version",
        "What is not as you saw it is marked.",
        "Today’s plan does not read this pain.",
        "It reads your next morning answer.",
        "But it may be that nobody reads it tonight or at the weekend, so please call.",
        "It may be that nobody reads it tonight or at the weekend.",
        "It may be that nobody reads what you write tonight or at the weekend.",
        "it may be that nobody has been told of an alarm.",
        "It may be that nobody reads this tonight or at the weekend, so please call.",
        "We have not been told yet",
        "Some of your answers should be looked at first.",
        "Nobody has read it.",
        "Not read yet",
        "Ten minutes are over and the patient may have read it.",
        "Not read",
        "%(n)s message not read",
        "%(n)s messages not read",
        "Message not read for %(n)s working day.",
        "Message not read for %(n)s working days.",
        "Their page says that an answer may not be read tonight or at the weekend.",
        "Where you want none, your patients are not told that you have been told.",
        "Something written to the clinic waits to be read.",
        "Please see to it that somebody does now.",
        "Please call the clinic, or see to it that somebody of it looks at the caseload now.",
        "Nobody sees it until it is published.",
        "No rule reads the weight.",
        "Empty if you do not know.",
    },
    "a row says who did it and when": {
        "%(name)s looked at it %(day)s.",
        "%(name)s looked at what you ticked:",
        "{{ name }} looked at this:",
        "{{ name }} looked at your answers on {{ day }}.",
        "Read by {{ name }}, {{ day }}",
        "Read by {{ who }}, {{ day }}",
        "Saw the answers of the start.",
        "Saw “%(tick)s”.",
        "The patient was asked to call before going on.",
    },
    "tests/patients/test_discharge.py and test_death.py show what is found, and that nothing is entered": {
        "Please see to it first:",
        "Please see to it first.",
        "The patient can still sign in with a code by e-mail and read what was logged, and enters nothing any more.",
        "The patient can still sign in with a code by e-mail and read, enters nothing, and gets no reminders.",
        "This record can be read, and nothing is entered in it.",
        "You can still read what you logged; nothing new can be entered, and no reminders come.",
        "A new programme begins at its first stage; no rule reads what was logged before it.",
    },
    "it stands on the patient's own page, whose words are tested": {
        "The patient reads it.",
        "The patient reads it on Today.",
        "The patient reads it in place of Today.",
        "The patient reads your line.",
        "the patient reads it with your name",
        "the patient reads the sentence; the last one takes your own reason",
        "for all, if any; who is given another stage reads it",
        "What opens next, as the patient reads it",
        "A line for them to read",
        "Patients of %(clinic)s are told these numbers.",
        "Patients read it, and the minutes count within these hours.",
        "The patient was shown “{{ shown }}”, the clinic’s own number, {{ phone }}, "
        "and that it may be that nobody reads this at once.",
    },
    "a card: what is entered stands on the patient's page at the desk, and no card says when anybody looks": {
        "Only you and the clinicians of your clinic read it.",
        "can be ticked as a reason, so your clinician sees it.",
        "Then your clinician sees what a bad day followed.",
        "Your clinician sees the number.",
        "Your clinician sees it; the rules do not count it.",
        "Your clinician sees it, and the plan may get easier.",
    },
    "a card: the rules and the caseload ask for a review, whoever answers it": {
        "After six weeks in a stage your clinician is asked to look at the plan.",
    },
    "tests/patients/test_undo_decision.py shows what is read, and when a notice goes": {
        "No notice goes to the patient before.",
        "The patient reads “Your programme is paused”",
    },
    "tests/patients/test_foresee.py shows that nothing is written, and that what was shown is what comes of it": {
        "Nothing is written yet, and the patient sees nothing of it.",
        "A notice that something new waits, in 10 minutes at the earliest, if the patient takes notices.",
        "No notice.",
        "the rules read a running programme alone.",
    },
    "tests/patients/test_preview.py shows that a patient gets it, that nothing is stored and nobody is told": {
        "As the patient sees it",
        "Nothing of it is stored, and nobody is told of anything.",
    },
    "tests/patients/test_cover.py shows whom it reaches, and who is first where the cover cannot": {
        "On these days whoever stands in has your patients among theirs, and is told of alarms and messages first.",
        "On days away whoever stands in has these patients among theirs, and is told of alarms and messages first.",
        "An alarm comes to you too when nobody there opens it.",
        "nobody is named to stand in; {{ colleague }} is told first.",
    },
    "tests/patients/test_escalation.py shows who is told when": {
        "{{ colleague }} is told first.",
        "minutes until an unopened alarm goes to others",
        "Nobody further is told.",
        "Of an alarm the patient’s own physio is told at once, by e-mail.",
        "While nobody opens it, after {{ n }} minute the next colleague is told, after as long again everybody who is "
        "there, and then everybody and the administrator.",
        "While nobody opens it, after {{ n }} minutes the next colleague is told, after as long again everybody who is "
        "there, and then everybody and the administrator.",
        "While the clinic is closed everybody who is there is told at once.",
    },
}
SAYS_NOTHING_OF_A_PERSON = {
    "runs the clinic; sees no patient",
    "Who saw and did what",
    "%(n)s patient goes to %(heir)s.",
    "{{ n }} patient goes to {{ heir }}.",
    "The sign-ins of patients whose account was opened by such a link, for it cannot be told who opened it.",
    "see them, or call a number that you know.",
    "what a patient was told is saved can be lost.",
    "Phones that are notified",
    "Notices to you",
    "To read, as PDF",
    "whoever has the file can read it.",
    "Everything that was entered, decided or written about the patient is deleted, with the account, its addresses, "
    "sign-ins, passkeys, letters and notices.",
    "Numbers that only machines read stand in the JSON of the same record.",
    "What is kept about people here, and who sees it",
    "Who sees it",
    "a date of birth, a record number, your GP, whom to call.",
    "E-mails and notices are forgotten after 90 days.",
    "Whoever can unlock your phone can read them.",
    "one keeps you signed in, for 30 days at most without use; one proves that a form comes from this site; one knows "
    "this phone or computer again, for a year, so that you are told of a sign-in anywhere else.",
    "And that your record is erased; the clinic tells you whether the law lets it.",
    "Lost a phone, or see one that is not yours?",
    "See where you are signed in",
    "I have read this, and I accept it for the clinic",
    "Please read what the product is for, and accept it.",
    "the rules read what patients log and suggest the next stage; a physio decides.",
    "The clinician sees what a suggestion rests on, and decides.",
    "patients are told to call.",
    "Afterwards you see codes for the day on which you have lost it.",
    "you invite people and see no patient’s record, unless you treat patients too.",
    "Read it on the patient’s page.",
    "Tick it, and see what to do now",
    "I cannot see to it:",
    "No patient reads notes.",
    "See what to do now",
    "%(call)s to call, %(decide)s to decide, %(chase)s to chase, %(on_track)s on track.",
    "{{ call }} to call, {{ decide }} to decide, {{ chase }} to chase, {{ on_track }} on track.",
    "it has had %(names)s, which this version does not know.",
    "We do not know the push service of this browser.",
    "We do not know this time zone.",
    "Then something may be torn, and it should be looked at before you load it.",
    "Then pain that is new is looked at more closely.",
    "We do not know this exercise.",
    "notice",
    "notices",
    "Nobody to call.",
    "with a message not read",
    "Nothing to decide.",
    "Pain that is new is looked at more closely.",
    "Your answer still helps us see your usual.",
    "Please read it again.",
    "The rules read it from now on.",
    "No rule reads it.",
    "needs a fitting number of days or records to look at, or none.",
    "logged days that are looked at",
    "read at its source",
    "What the engine reads, written once when the version is published.",
    "For some days we do not know what each leg did.",
    "The address may be old or mistyped, or the page is not yours to open.",
    "There is nothing here that you may see or edit.",
    "To call the programme complete, all of these",
    "The patient reads",
    "For colleagues alone; no patient reads them here.",
    "Read at {{ source }} on {{ day }}:",
    "No number could be read for {{ country }}.",
    "see the difference",
    "The days as the rules read them",
    "How often to be told by e-mail what waits",
    "One e-mail with how many of your patients are to call, to decide and to chase, and a link.",
    "You see how many would have been suggested the next stage earlier or later, and what followed.",
    "at every moment the rules know only what had arrived by then.",
    "Nothing is written to a patient’s record, nobody is moved, and nobody is named.",
    "Nothing is shown unless at least 5 patients have logged; stages with fewer are counted "
    "together, and a figure from 1 to 4 is told as fewer than 5.",
    "Where such a one could be worked out from the others, one of these is told as 5 or more.",
    "You can choose when and how you are told, or stop it, here:",
    "Your stages with how to do each exercise, the rule in words, and whom to call.",
    "See what holds now",
    "I notice it, but it does not bother me",
    "<b>1–3</b> I notice it · <b>4–5</b> it bothers me, I can finish · <b>6–7</b> hard to go "
    "on · <b>8–9</b> I cannot go on · <b>10</b> the worst I can imagine",
    "What to do now, and whom to call",
    "Whom to call",
    "Whom to call when an alarm comes in.",
    "Good to know",
    "Reminders cannot read that, so none is sent for exercise days.",
    "See what this stage asks for",
    "To look up.",
    "the source gives no number that was read.",
    "e-mail, message, private, privacy, contact, public, who reads",
    "who-reads-this",
    "It says what to do and whom to call.",
    "Nothing we read says that tape heals this tendon.",
    "Nothing we read says that a shoe heals this tendon.",
    "They know your other medicines and illnesses.",
    "About menopause, hormones and tendons this app has read nothing it can rely on.",
    "Your next morning tells you if it was too much.",
    "The video that the five exercises come from; no study of weakness was read at its source",
    "pain_max; min_days of the last stage; that the last 2 rests are looked at.",
    "Please choose first what is looked at.",
    "was looked at today.",
    "Where it is found, who read it",
    "nobody would read this card.",
    "Looked at again:",
    "looked at again on",
    "Looked at again today:",
    "It says of nobody that the source was read anew.",
    "It was due to be looked at again on {{ day }}.",
    "It is looked at again by {{ day }}.",
    "read by",
    "read on",
    "two years after it was read, or else after it was published.",
    "It was not there to be read so long before its year.",
    "Read where?",
    "Please say who read it, or choose another standing.",
    "Please say when it was read.",
    "It is not said who read it.",
    "Read all stages on one page",
    "To call the programme complete",
    "About needles and this tendon this app has read nothing it can rely on.",
}


def claims_in(sources):
    """{sentence: the first path that says it}."""
    found = {}
    for source in sources:
        texts = _of_python(source) if source.is_python else READERS.get(Path(source.path).suffix, _of_template)(source)
        for text in texts:
            for sentence in re.split(r"(?<=[.!?:”]) ", " ".join(text.split())):
                if CLAIM.search(sentence):
                    found.setdefault(sentence, source.path)
    return found


def _of_python(source):
    for node in source.nodes:
        if isinstance(node, ast.Call) and getattr(node.func, "id", None) in MARKS:
            yield from (one.value for one in node.args if isinstance(one, ast.Constant) and isinstance(one.value, str))


def _of_cards(source):
    """Whatever a programme or a card of the library says, at any depth."""
    rest = [tomllib.loads(source.text)]
    while rest:
        match rest.pop():
            case str() as text:
                yield text
            case dict() as table:
                rest.extend(table.values())
            case list() as values:
                rest.extend(values)


def _of_template(source):
    yield from (first or second for first, second in re.findall(LITERAL, source.text))
    for block in BLOCK.findall(source.text):
        yield from re.split(r"{%\s*plural\s*%}", block)


READERS = {".toml": _of_cards}
