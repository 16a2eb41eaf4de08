"""Words with their times: found by listening, or taken from captions, and written down in every form."""
