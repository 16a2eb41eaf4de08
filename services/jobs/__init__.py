"""Orders become jobs, jobs run stage by stage, events tell how it goes."""
