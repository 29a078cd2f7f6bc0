//! SeaORM entities of the system tables (`hw_*`), one file each.

pub mod account;
pub mod api_token;
pub mod auth_attempt;
pub mod auth_event;
pub mod change;
pub mod change_removed;
pub mod consumer;
pub mod identity;
pub mod mail;
pub mod model_version;
pub mod passkey;
pub mod recovery_code;
pub mod refresh_token;
pub mod saved_item;
pub mod session;
pub mod set_aside;
pub mod signing_key;
pub mod ticket;
pub mod totp;
