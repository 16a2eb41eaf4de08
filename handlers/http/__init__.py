"""The HTTP door: what programs and browsers ask for, asked of the core."""
