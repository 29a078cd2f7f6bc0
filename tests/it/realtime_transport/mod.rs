//! Operations over connections that stay open: WebSockets and event streams.

mod clients;
mod ends;
mod event_streams;
mod limits;
mod memory;
mod pages;
mod pressure;
mod protocol;
mod standing;
mod ticking;
