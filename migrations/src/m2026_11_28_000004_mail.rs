//! `hw_mail`: mails that wait to be sent, and what became of those before.
//!
//! Times are UTC; on SQLite text such as `2026-11-28T09:19:13.000Z`, like those of content.

use sea_orm_migration::prelude::*;

#[derive(Debug, DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let table = Table::create()
            .table("hw_mail")
            .col(ColumnDef::new("id").text().not_null().primary_key())
            .col(ColumnDef::new("created_at").timestamp_with_time_zone().not_null())
            .col(ColumnDef::new("recipient").text().not_null())
            .col(ColumnDef::new("template").text().not_null())
            .col(ColumnDef::new("locale").text().not_null())
            .col(ColumnDef::new("data").text())
            .col(ColumnDef::new("status").text().not_null())
            .col(ColumnDef::new("tries").integer().not_null())
            .col(ColumnDef::new("error").text())
            .col(ColumnDef::new("next_attempt_at").timestamp_with_time_zone().not_null())
            .col(ColumnDef::new("useless_at").timestamp_with_time_zone())
            .col(ColumnDef::new("done_at").timestamp_with_time_zone())
            .to_owned();
        manager.create_table(table).await?;
        let index = Index::create()
            .table("hw_mail")
            .name("hw_mail__status__next_attempt_at__idx")
            .col("status")
            .col("next_attempt_at")
            .to_owned();
        manager.create_index(index).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.drop_table(Table::drop().table("hw_mail").to_owned()).await
    }
}
