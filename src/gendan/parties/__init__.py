"""往来单位 Customers, dealers, suppliers and platforms: who they are and what was agreed with them."""
