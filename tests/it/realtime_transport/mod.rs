//! Operations over connections that stay open: WebSockets and event streams.

mod protocol;
mod ticking;
