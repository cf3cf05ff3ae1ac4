"""The floor: what Django itself takes to let somebody in, check a form of ten sets and store them, and to list 500
rows. No rule, no review, no history: nobody could serve a clinic with it."""
