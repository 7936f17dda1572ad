//! PubMed XML.
