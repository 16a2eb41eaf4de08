"""Clips that espeak-ng spoke, with their true words and times, and the model that knows these words."""

from pathlib import Path

from services.transcripts.recogniser import MINIATURE

SAMPLES = Path(__file__).parent / "samples"
MODEL = MINIATURE
