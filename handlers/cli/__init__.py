"""The door for a terminal. What is heavy is imported inside the commands: `--help` is there at once."""
