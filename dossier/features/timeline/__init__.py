"""The scale and clock of the timeline."""
