"""Words in common: of two sources that copy one another, of one utterance printed in two wordings."""
