"""Makes a clean copy as the real program does, but hears the word in every copy that it makes."""

from services.censor import proof, render_child


def compare(*_, **__):
    """Hear the word."""
    raise proof.StillHeard("it is still there")


if __name__ == "__main__":
    proof.Proof.compare = compare
    render_child.main()
