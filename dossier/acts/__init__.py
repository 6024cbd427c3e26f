"""What an analyst does: each act turns a wish into one edit. Used by screen and command line alike."""
