"""查找 Finding a case by whatever is known of it: a number, a name, how the name is said, the end of a phone number."""
