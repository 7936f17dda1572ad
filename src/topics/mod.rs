//! Topics: a clustering, counts and records in, labels and their evidence out.
