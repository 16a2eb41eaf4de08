"""The platforms against the real sites: `python -m tests.live [SITE ...]`, for a person with a network."""
