"""What is done to stock: the only writer of this room."""
