"""Words that somebody has written down already: found, chosen with care, and read."""
