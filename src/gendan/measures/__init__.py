"""指标 Measures: figures computed from events, each with the very events that it counts, and the archive of events."""
