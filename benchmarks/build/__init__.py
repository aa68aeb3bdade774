"""How long a site takes to build, to build again and to serve, beside its peers."""
