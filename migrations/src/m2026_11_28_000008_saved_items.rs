//! What users keep beside the content: `hw_saved_item`.
//!
//! Users are named by the ids of their records, without foreign keys. Times are milliseconds since 1970 in UTC.

use sea_orm_migration::prelude::*;

#[derive(Debug, DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.create_table(saved_item()).await?;
        for (name, columns) in [("user_id", ["user_id", "kind"]), ("kind", ["kind", "collection"])] {
            let mut index = Index::create();
            index.table("hw_saved_item").name(format!("hw_saved_item__{name}__idx"));
            for column in columns {
                index.col(column);
            }
            manager.create_index(index).await?;
        }
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.drop_table(Table::drop().table("hw_saved_item").to_owned()).await
    }
}

/// The data and the roles are JSON.
fn saved_item() -> TableCreateStatement {
    Table::create()
        .table("hw_saved_item")
        .col(text("id").primary_key())
        .col(text("user_id"))
        .col(text("kind"))
        .col(ColumnDef::new("collection").text())
        .col(text("name"))
        .col(text("data"))
        .col(text("roles"))
        .col(number("created_at"))
        .col(number("updated_at"))
        .to_owned()
}

fn text(name: &'static str) -> ColumnDef {
    ColumnDef::new(name).text().not_null().to_owned()
}

fn number(name: &'static str) -> ColumnDef {
    ColumnDef::new(name).big_integer().not_null().to_owned()
}
