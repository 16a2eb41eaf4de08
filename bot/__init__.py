"""The machine room: wiring, serving, and everything that talks to Telegram."""
