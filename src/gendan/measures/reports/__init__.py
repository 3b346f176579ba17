"""报表 Reports that are due: opened as cases on their day, computed, frozen when they are submitted, sent out."""
