"""Live: sound comes in while somebody speaks, words go out, and a transcript stays."""
