//! Numbers: dot products, norms, ranks with ties, special functions. Knows nothing of text.
