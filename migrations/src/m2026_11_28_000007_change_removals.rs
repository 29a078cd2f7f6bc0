//! Up to where changes were removed from the log because they are kept no longer: `hw_change_removed`.

use sea_orm_migration::prelude::*;

#[derive(Debug, DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let table = Table::create()
            .table("hw_change_removed")
            .col(ColumnDef::new("collection").text().not_null().primary_key())
            .col(ColumnDef::new("position").big_integer().not_null())
            .to_owned();
        manager.create_table(table).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.drop_table(Table::drop().table("hw_change_removed").to_owned()).await
    }
}
