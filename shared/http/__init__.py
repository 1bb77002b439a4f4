"""What every HTTP service needs: problems, tokens and sessions, probes, the frame of an application."""
