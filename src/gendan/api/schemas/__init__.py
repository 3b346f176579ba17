"""What goes in and out of the API, as types. Members have the names that packs and pages use."""
