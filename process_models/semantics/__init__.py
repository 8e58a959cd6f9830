"""The token game: what a chain of processes may do next, and what changes when it does."""
