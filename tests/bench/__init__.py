"""How fast Hearsay is beside plain tools. `make bench` prints a table; nothing here fails a build."""
