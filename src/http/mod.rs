//! The HTTP surface: one file per group of routes.

pub mod admin_ui;
