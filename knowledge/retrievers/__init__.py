"""Ways to rank passages: by words, by vectors, by the process element they govern, and all of these fused."""
