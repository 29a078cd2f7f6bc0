//! `[realtime]`: connections that stay open.

use std::time::Duration;

use serde::{Deserialize, Serialize};

/// `[realtime]`
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(default)]
pub struct Realtime {
    /// The most connections that are open at once: WebSockets and event streams; 0 is no limit.
    pub connections: usize,
    /// The most of them from one address; 0 is no limit. Addresses of this machine are not counted.
    pub connections_per_address: usize,
    /// The most operations that run at once on one connection.
    pub operations: usize,
    /// How long a client may take to send `connection_init`, in milliseconds.
    pub init_timeout_ms: u64,
    /// How long it may be quiet before the server asks whether the client is there, in milliseconds; 0 never asks.
    pub keep_alive_ms: u64,
    /// How long a WebSocket may be open without an operation, in milliseconds; 0 is for ever.
    pub idle_timeout_ms: u64,
    /// How long a client may take to receive a message, in milliseconds.
    pub send_timeout_ms: u64,
    /// The largest message that a client may send, in bytes.
    pub message_bytes: usize,
}

impl Default for Realtime {
    fn default() -> Self {
        Self {
            connections: 20_000,
            connections_per_address: 1_000,
            operations: 100,
            init_timeout_ms: 10_000,
            keep_alive_ms: 25_000,
            idle_timeout_ms: 600_000,
            send_timeout_ms: 30_000,
            message_bytes: 1024 * 1024,
        }
    }
}

impl Realtime {
    /// How long a client may take to send `connection_init`.
    pub fn init_timeout(&self) -> Duration {
        Duration::from_millis(self.init_timeout_ms)
    }

    /// How long it may be quiet before the server asks whether the client is there; none never asks.
    pub fn keep_alive(&self) -> Option<Duration> {
        (self.keep_alive_ms > 0).then(|| Duration::from_millis(self.keep_alive_ms))
    }

    /// How long a WebSocket may be open without an operation; none is for ever.
    pub fn idle_timeout(&self) -> Option<Duration> {
        (self.idle_timeout_ms > 0).then(|| Duration::from_millis(self.idle_timeout_ms))
    }

    /// How long a client may take to receive a message.
    pub fn send_timeout(&self) -> Duration {
        Duration::from_millis(self.send_timeout_ms)
    }
}
