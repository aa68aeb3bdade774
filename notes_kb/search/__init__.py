"""The search index: documents in, content-hashed shards out."""
