//! Headwater: a GraphQL-first headless backend and CMS.
//!
//! ARCHITECTURE.md in the repository has the map.

pub mod access;
pub mod app;
pub mod auth;
pub mod changes;
pub mod channel;
pub mod cli;
pub mod config;
pub mod engine;
pub mod error;
pub mod filter;
pub mod generate;
pub mod graphql;
pub mod http;
pub mod import;
pub mod live;
pub mod mail;
pub mod model;
pub mod query;
pub mod seal;
pub mod store;
