"""A transcript in every form in which people and programs want it."""
