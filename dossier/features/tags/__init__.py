"""Tags and the codebook."""
