"""Who must know, and what became of each message. No I/O, no clock."""
