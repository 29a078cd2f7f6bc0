//! Stock clients from npm.
