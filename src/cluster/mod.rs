//! Clusters: TF-IDF rows in, assignments, centroids, choice of k and stability out. The only user of linfa.
