//! EndNote XML.
