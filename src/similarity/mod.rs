//! Similarity: TF-IDF rows in, nearest neighbors and near-duplicates out.
