//! Migrations of Headwater's system tables (`hw_*`). Content tables are not made here: schema sync
//! derives them from the model.
