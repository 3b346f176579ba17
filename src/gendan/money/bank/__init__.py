"""银行流水 What the bank says came in: its files read once, each line matched to a receipt, or said to be none."""
