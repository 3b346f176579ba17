"""The shape of a pack's files, as pydantic models: validated while a pack is read, published as JSON Schema for editors."""
