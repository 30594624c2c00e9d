"""Measures Hòa Nhập against the bare engines it stands on: `python -m bench`, or one part of it."""
