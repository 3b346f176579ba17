"""台账 What the pages of money show: statements, receipts, who owes, guarantees, the bank."""
