//! Turns bytes of any encoding into UTF-8 text.
