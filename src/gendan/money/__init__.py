"""款项 Receipts, charges, guarantees and cash shifts: movements that balance and are only ever added to."""
