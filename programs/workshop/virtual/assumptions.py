"""Every number the simulated patients are made of. All are ours; none is evidence, and none reaches a real patient.

Load 1 is the full dose of the first stage on its hardest variation; capacity is counted in the same unit. Pain is
0-10 (NRS) before it is rounded, shares and chances are 0-1, spans are in days. `docs/virtual-patients.md` lists them.
"""

# the tendon
CAPACITY = (1.15, 0.25)  # median at the start, spread of its logarithm
GROWTH = (0.010, 0.025)  # share that one tolerated full session adds, lowest and highest
STAGE_STEP = 1.15  # each stage loads that much more than the one before
VARIATION_STEP = 0.85  # the easier of two variations loads that share of the harder
REDUCED_LOAD = 0.5  # what half the sets still load, and the share of the sets in a reduced session
IRRITABILITY = (1.0, 0.35)  # median, spread of its logarithm
PAIN_FROM = 0.85  # share of the capacity from which loading hurts
PAIN_SLOPE = 6.0  # pain for each capacity beyond it
IRRITATION_FROM = 1.05  # share of the capacity from which the tendon stays irritated
IRRITATION_SLOPE = 4.0
STAYS_IRRITATED = 0.55  # share of the irritation that is left a day later
OVERLOAD_FROM = 1.25  # share of the capacity from which capacity is lost
OVERLOAD_COST = 0.05  # share lost for each capacity beyond it
IDLE_DAYS = 7  # after so many days without load capacity is lost
IDLE_COST = 0.004  # share a day
ACHE = (1.3, 1.0)  # usual morning pain at the start: mean and spread; it falls as capacity grows
MOST_ACHE = 5.0
NOISE = (0.2, 0.7)  # spread of what is said about the same pain, lowest and highest
MATCH_LOAD = 1.5
BAD_DAY_CHANCE = 0.008  # a long drive, a slip, a bad night
BAD_DAY_SIZE = (1.5, 4.0)

# habits
ADHERENCE = (8, 2)  # Beta distribution of the chance to train on a planned day
EXTRA_CHANCE = 0.03  # trains on a rest day
SHORT_CHANCE = 0.06  # leaves sets out
SHORT_SHARE = (0.4, 0.95)
PAIN_NOT_SAID = 0.02
OTHER_SIDE_CHANCE = 0.05
TECHNIQUE_SAID = (9, 1)  # Beta distribution of the chance to confirm the technique
MORNINGS_SAID = (9, 2)  # Beta distribution, Monday to Friday
WEEKEND_MORNINGS = 0.6  # share of that chance at the weekend
FORGETS_MORNINGS = 0.03  # share of people who never answer
NEVER_LEVELS_UP = 0.03  # share of people who stay on the easier variation
PLAYS_SUNDAYS = 0.25
BOTH_SIDES = 0.2
UNEVEN = 0.12  # share of people whose weaker leg does less
WEAKER_LEG = (0.70, 0.88)  # its share at the start
EVENS_OUT = 0.01  # what one session adds
LISTENS = (0.5, 1.0)  # chance to follow advice on a day, lowest and highest
HEEDS_CLINICIAN = 0.95  # the same after a clinician's word
STOPS_AT = (6, 9)  # pain at which a session is given up
QUITS_A_DAY = 0.0015  # about one in four within half a year
ILL_A_DAY = 0.005
ILL_DAYS = (3, 16)
SAYS_AWAY = 0.7
FLAG_A_DAY = 0.0003
EVERY_OTHER_DAY = 0.5  # share of people who take the plan's alternate days

# the clinic
ANSWER_DAYS = (0, 3)  # from the first sight of a suggestion to the decision
HOLD_A_DAY = 0.0005
HOLD_DAYS = (3, 14)
SELF_PACED_OFF = 0.03
ADVISES_AFTER = 7  # a hold that lasts is answered with its way out
LOOKS_AGAIN_AFTER = 14  # a review that lasts
CALM_DAYS = 14  # half the sets and no match, after a bad spell
COMES_BACK = 0.4  # share of those called after a long gap who begin again
REST_DAYS = 2  # no load at the start of a flare
