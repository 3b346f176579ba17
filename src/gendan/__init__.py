"""Gendan 跟单: the procedures of order desks and service desks, run as data."""

__version__ = "0.1.0"
