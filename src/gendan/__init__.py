"""Gendan 跟单: the procedures of order desks and service desks, run as data."""
