"""The proof that nothing is lost and nothing comes twice: a crowd, a service, and faults at random."""
