"""What must survive: the database and the content-addressed files."""
