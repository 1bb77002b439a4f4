"""What every HTTP service needs: problems, bodies, tokens and sessions, probes, the frame of an application."""
