"""What other rules would have said to what was logged. Nothing that a patient or a clinician reads is written.

replay.py    one stage of one patient, moment by moment, under one set of rules (needs no database)
compare.py   the same stage under two sets of rules
counts.py    many such comparisons, added up; no name and no id in them
logged_stages.py from rows to stages as they were logged
running.py   asking for a replay, computing it in slices, and the command's processes
figures.py   what may be shown of counts: groups of at least five patients
discarding.py taking a draft away with what was tried of it
page.py      what an editor sees, in words; chart.py draws the days
"""
