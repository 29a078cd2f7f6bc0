//! Accounts: who may sign in, and how.

pub mod provider;
