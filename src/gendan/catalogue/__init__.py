"""产品目录 Products with their attributes, price lists, prices by formula, and how a price came about."""
