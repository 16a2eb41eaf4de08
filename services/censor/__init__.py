"""A clean copy: the explicit words of a recording found and hidden, and all else left as it was."""
