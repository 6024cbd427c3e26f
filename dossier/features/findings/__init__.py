"""Conflicts and copies: what the records prove about one another, confirmed or dismissed."""
