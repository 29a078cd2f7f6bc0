//! From a selection to SQL: `Selection -> Plan -> Statement`, and the one lowering of filters.

pub mod dialect;
