"""Hòa Nhập: where people with disabilities and their organisations book public services."""

from hoanhap.base import sqlite

sqlite.swap()

__version__ = "0.1.0"
