"""How the time of reading a paste grows with its size."""
