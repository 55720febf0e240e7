//! What is read from small files.
