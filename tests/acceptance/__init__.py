"""What users of other bots complain about, held as promises: one test file for each."""
