//! The masker's laws, against a masker that is too simple to be wrong.

mod laws;
mod maskers;
mod naive;
mod pauses;
mod states;
mod texts;
