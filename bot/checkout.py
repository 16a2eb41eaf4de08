"""Where the program lies."""

from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).resolve().parent.parent
"""The checkout. Relative folders are meant from here, wherever the program is started."""
