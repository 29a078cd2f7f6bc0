//! Accounts elsewhere that users sign in with: `hw_identity`.
//!
//! Users are named by the ids of their records in the collection `User`, without foreign keys: content tables are
//! made and changed by the model. Times are milliseconds since 1970 in UTC.

use sea_orm_migration::prelude::*;

#[derive(Debug, DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.create_table(identity()).await?;
        let subject = Index::create()
            .name("hw_identity_subject")
            .table("hw_identity")
            .col("provider")
            .col("issuer")
            .col("subject")
            .unique()
            .to_owned();
        manager.create_index(subject).await?;
        let user = Index::create().name("hw_identity_user").table("hw_identity").col("user_id").to_owned();
        manager.create_index(user).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.drop_table(Table::drop().table("hw_identity").to_owned()).await
    }
}

fn identity() -> TableCreateStatement {
    Table::create()
        .table("hw_identity")
        .col(text("id").primary_key())
        .col(text("provider"))
        .col(text("issuer"))
        .col(text("subject"))
        .col(text("user_id"))
        .col(ColumnDef::new("email").text())
        .col(number("created_at"))
        .col(number("used_at"))
        .to_owned()
}

fn text(name: &'static str) -> ColumnDef {
    ColumnDef::new(name).text().not_null().to_owned()
}

fn number(name: &'static str) -> ColumnDef {
    ColumnDef::new(name).big_integer().not_null().to_owned()
}
