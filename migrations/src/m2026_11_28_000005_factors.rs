//! Second factors and passkeys: `hw_totp`, `hw_recovery_code`, `hw_passkey`.
//!
//! Users are named by the ids of their records, without foreign keys. Times are milliseconds since 1970 in UTC.

use sea_orm_migration::prelude::*;

#[derive(Debug, DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for table in [totp(), recovery_code(), passkey()] {
            manager.create_table(table).await?;
        }
        let index =
            Index::create().table("hw_passkey").name("hw_passkey__user_id__idx").col("user_id").to_owned();
        manager.create_index(index).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for table in ["hw_passkey", "hw_recovery_code", "hw_totp"] {
            manager.drop_table(Table::drop().table(table).to_owned()).await?;
        }
        Ok(())
    }
}

/// The secret is sealed. The last step is the one whose code was used last.
fn totp() -> TableCreateStatement {
    Table::create()
        .table("hw_totp")
        .col(text("user_id").primary_key())
        .col(text("secret"))
        .col(number("last_step"))
        .col(number("created_at"))
        .col(ColumnDef::new("confirmed_at").big_integer())
        .to_owned()
}

fn recovery_code() -> TableCreateStatement {
    Table::create()
        .table("hw_recovery_code")
        .col(text("code_hash").primary_key())
        .col(text("user_id"))
        .col(ColumnDef::new("used_at").big_integer())
        .to_owned()
}

/// The passkey itself holds a public key and a counter, as JSON.
fn passkey() -> TableCreateStatement {
    Table::create()
        .table("hw_passkey")
        .col(text("credential_id").primary_key())
        .col(text("id").unique_key())
        .col(text("user_id"))
        .col(text("name"))
        .col(text("passkey"))
        .col(number("created_at"))
        .col(ColumnDef::new("last_used_at").big_integer())
        .to_owned()
}

fn text(name: &'static str) -> ColumnDef {
    ColumnDef::new(name).text().not_null().to_owned()
}

fn number(name: &'static str) -> ColumnDef {
    ColumnDef::new(name).big_integer().not_null().to_owned()
}
