"""What intake does: one verb a class, and the ports it needs."""
