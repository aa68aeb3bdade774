"""Coverage-guided fuzzing of everything that meets contributed bytes: `make fuzz`."""
