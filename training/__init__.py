"""Training of the reader: marked reports, questions, and what makes weights of them."""
