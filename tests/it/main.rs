//! The tests that look at Headwater from outside: one program, a module for each behaviour.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test stops where it fails")]

mod access;
mod accounts;
mod changes;
mod channels;
mod clients;
mod conformance;
mod cost;
mod embedding;
mod entities;
mod explain;
mod factors;
mod guide;
mod http;
mod import;
mod inside;
mod judged;
mod live;
mod mail;
mod model_files;
mod model_query;
mod nodes;
mod prelude;
mod prepared;
mod process;
mod query;
mod realtime_transport;
mod sample;
mod saved_items;
mod social;
mod store;
mod support;
mod tidy;
mod write;
