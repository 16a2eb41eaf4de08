"""Makes a clean copy as the real program does, but hears the word twice in the first copy that it makes.

A copy that was encoded as a whole is skimmed first, and played where a word was heard in it.
"""

from services.censor import proof, render_child
from tests.services.censor import hears_it_once

if __name__ == "__main__":
    hears_it_once.left *= 2
    proof.Proof.compare = hears_it_once.compare
    render_child.main()
