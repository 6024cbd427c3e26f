"""The screen. The only room that knows Textual; nothing below it imports this."""

import os

# Textual reads both when it is imported: Esc must not wait 100 ms, and nothing here slides or fades.
os.environ.setdefault("ESCDELAY", "25")
os.environ.setdefault("TEXTUAL_ANIMATIONS", "none")
