"""The shape of a pack's files, as pydantic models: they validate what is read, and are published as JSON Schema."""
