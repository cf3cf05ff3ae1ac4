"""What goes out to people: planned once, claimed once, sent at most once, and never with health data in it.

planning.py makes `Notice` rows when their time has come; sending.py claims and sends them; words.py has the texts, and
mail.py and push.py are the ways out. rounds.py does one round of it; `manage.py run_due` calls it every minute.
"""
