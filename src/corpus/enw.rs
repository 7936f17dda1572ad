//! EndNote tagged text.
