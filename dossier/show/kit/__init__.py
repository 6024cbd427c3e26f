"""The parts that rows and pages are made of."""
