"""What a maintainer sees of every process: logs, traces, and how both are kept free of secrets."""
