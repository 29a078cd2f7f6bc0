//! The model's `@allow` lines, from outside: what each actor is answered, and what they can't do.

mod random;
mod told;
