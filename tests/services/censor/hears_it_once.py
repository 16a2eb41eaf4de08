"""Makes a clean copy as the real program does, but hears the word in the first copy that it makes."""

from services.censor import proof, render_child

compared = proof.Proof.compare
left = ["it is still there"]


def compare(*told, **more):
    """Hear the word once, then listen as always."""
    if left:
        raise proof.StillHeard(left.pop())
    compared(*told, **more)


if __name__ == "__main__":
    proof.Proof.compare = compare
    render_child.main()
