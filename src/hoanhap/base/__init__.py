"""What every room stands on: database, clock, identifiers, errors and text; nothing of booking, nothing of HTTP."""
