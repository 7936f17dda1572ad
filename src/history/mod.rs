//! History: analyses of many runs in, topic identity and what changed out.
