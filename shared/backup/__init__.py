"""What cannot be made again, written to files and read back: the databases."""
