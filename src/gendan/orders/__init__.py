"""订单 Order lines, prices agreed, changes, production progress and piece wages."""
