"""The door for a terminal. What is heavy is imported inside the commands, so that `--help` is there at once."""
