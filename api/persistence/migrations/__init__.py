"""How the tables came to be, step by step; each step is numbered and never changed once released."""
