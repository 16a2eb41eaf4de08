"""What is done to files: the table of formats, ffmpeg, probing; strangers' files are read in children."""
