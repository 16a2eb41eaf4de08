"""Hostile links, pages, lists and files against the real core, in a network that leads nowhere.

`yard.py` is a program that runs in a network namespace of its own: every address there is is this very
process. Public addresses answer as `vectors.py` says; all others are the canary, and whatever goes
there, answered or not, is seen by a listener on the wire. `test_hostile.py` starts it and reads what it
tells.
"""
