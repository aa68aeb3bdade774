"""Rule packs that recognise a platform's head and tail, one module a platform."""
