"""Virtual patients: a programme's rules, driven by simulated people. A sanity check of rules, no evidence of anything.

`docs/virtual-patients.md` is the manual.
"""
