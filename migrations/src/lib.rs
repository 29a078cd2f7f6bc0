//! Migrations of Headwater's system tables (`hw_*`). Content tables are not made here: schema sync
//! derives them from the model.

use sea_orm_migration::sea_orm::sea_query::{DynIden, IntoIden};
use sea_orm_migration::{MigrationTrait, MigratorTrait, async_trait};

mod m2026_11_20_000001_model;
mod m2026_11_21_000002_changes;
mod m2026_11_28_000003_accounts;
mod m2026_11_28_000004_mail;
mod m2026_11_28_000005_factors;
mod m2026_11_28_000006_identities;
mod m2026_11_28_000007_change_removals;
mod m2026_11_28_000008_saved_items;

/// Runs the migrations. Schema sync calls it inside its own transaction.
#[derive(Debug)]
pub struct Migrator;

#[async_trait::async_trait]
impl MigratorTrait for Migrator {
    fn migrations() -> Vec<Box<dyn MigrationTrait>> {
        vec![
            Box::new(m2026_11_20_000001_model::Migration),
            Box::new(m2026_11_21_000002_changes::Migration),
            Box::new(m2026_11_28_000003_accounts::Migration),
            Box::new(m2026_11_28_000004_mail::Migration),
            Box::new(m2026_11_28_000005_factors::Migration),
            Box::new(m2026_11_28_000006_identities::Migration),
            Box::new(m2026_11_28_000007_change_removals::Migration),
            Box::new(m2026_11_28_000008_saved_items::Migration),
        ]
    }

    fn migration_table_name() -> DynIden {
        "hw_migrations".into_iden()
    }
}
