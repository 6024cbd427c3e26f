"""The frame of the screen: panes, readers, prompt, and its own commands. It knows no feature."""
