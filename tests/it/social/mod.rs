//! Signing in with other people's accounts: every provider's answers, a certified OpenID provider through a
//! whole browser's way, and tokens of issuers that are trusted.

mod browser;
mod doors;
mod flow;
mod issuers;
mod kinds;
mod linking;
mod stand_in;
mod untrusted;
