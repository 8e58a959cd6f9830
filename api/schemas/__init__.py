"""What comes in and goes out under `/v1`, as checked values."""
