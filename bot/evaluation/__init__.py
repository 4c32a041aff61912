"""Question sets: how right the answers are, and how well their confidence is calibrated."""
