//! The steps of `cargo xtask test`, one file for each toolchain.

pub mod admin_ui;
pub mod browser;
pub mod rust;
