"""Words as the index and the readers see them: normalised, split, stemmed, sentences found."""
