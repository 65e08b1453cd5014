"""Turns questions about speed and size into figures, and seeds into corpora to ask them of."""
