"""The first pages of those who work for organisations: their places, and what waits for them there."""
