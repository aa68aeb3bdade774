"""Which strings name which concept, and where they stand."""
