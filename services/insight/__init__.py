"""What a language model adds to words: the one client for such models, and what is asked of them."""
