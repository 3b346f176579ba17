"""库存 Warehouses, units with their codes, quantities, reservations: movements that are only ever added to."""
