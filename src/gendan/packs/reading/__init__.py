"""From validated models to the frozen values of `core`: names are resolved, and what can't be resolved is said."""
