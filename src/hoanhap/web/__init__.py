"""HTTP: forms, pages, security, sign-in sessions, preferences, assets and errors; nothing about booking."""
