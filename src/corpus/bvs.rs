//! A page of results copied from the BVS portal.
