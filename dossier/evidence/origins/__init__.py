"""Where it comes from: who has it from whom, and how many origins are independent of one another."""
