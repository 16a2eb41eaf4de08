"""The door for a terminal: `get`, `convert`, `doctor`, `serve`. Heavy imports stand inside the commands."""
