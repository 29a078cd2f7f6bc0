//! The change log and what belongs to it: `hw_change`, how far each consumer of it is (`hw_consumer`), what
//! a consumer could not take (`hw_set_aside`), and the requests that may come twice (`hw_idempotency`).
//!
//! Times are UTC; on SQLite text such as `2026-11-21T09:19:13.000Z`, like those of content.

use sea_orm_migration::prelude::*;
use sea_orm_migration::sea_orm::DbBackend;

#[derive(Debug, DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let backend = manager.get_database_backend();
        for table in [change(backend), consumer(backend), set_aside(backend), idempotency(backend)] {
            manager.create_table(table).await?;
        }
        for index in indexes() {
            manager.create_index(index).await?;
        }
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for table in ["hw_idempotency", "hw_set_aside", "hw_consumer", "hw_change"] {
            manager.drop_table(Table::drop().table(table).to_owned()).await?;
        }
        Ok(())
    }
}

/// One row for each record that a transaction changed. Positions are never given twice.
fn change(backend: DbBackend) -> TableCreateStatement {
    Table::create()
        .table("hw_change")
        .col(ColumnDef::new("position").big_integer().not_null().auto_increment().primary_key())
        .col(transaction_id(backend))
        .col(moment("at", backend))
        .col(ColumnDef::new("actor").text())
        .col(ColumnDef::new("request_id").text())
        .col(ColumnDef::new("collection").text().not_null())
        .col(ColumnDef::new("record_id").text().not_null())
        .col(ColumnDef::new("operation").text().not_null())
        .col(ColumnDef::new("version").big_integer())
        .col(ColumnDef::new("before").json())
        .col(ColumnDef::new("after").json())
        .to_owned()
}

/// The number that the database gives the transaction. SQLite gives none: there whoever writes puts the
/// position of the transaction's first change.
fn transaction_id(backend: DbBackend) -> ColumnDef {
    let mut column = ColumnDef::new("transaction_id");
    column.big_integer().not_null();
    if backend == DbBackend::Postgres {
        column.default(Expr::cust("pg_current_xact_id()::text::bigint"));
    }
    column
}

fn consumer(backend: DbBackend) -> TableCreateStatement {
    Table::create()
        .table("hw_consumer")
        .col(ColumnDef::new("name").text().not_null().primary_key())
        .col(ColumnDef::new("position").big_integer().not_null())
        .col(moment("updated_at", backend))
        .to_owned()
}

fn set_aside(backend: DbBackend) -> TableCreateStatement {
    Table::create()
        .table("hw_set_aside")
        .col(ColumnDef::new("consumer").text().not_null())
        .col(ColumnDef::new("position").big_integer().not_null())
        .col(ColumnDef::new("error").text().not_null())
        .col(ColumnDef::new("tries").integer().not_null())
        .col(moment("set_aside_at", backend))
        .primary_key(Index::create().col("consumer").col("position"))
        .to_owned()
}

/// The actor is empty for nobody.
fn idempotency(backend: DbBackend) -> TableCreateStatement {
    Table::create()
        .table("hw_idempotency")
        .col(ColumnDef::new("actor").text().not_null())
        .col(ColumnDef::new("key").text().not_null())
        .col(ColumnDef::new("fingerprint").text().not_null())
        .col(ColumnDef::new("answer").text())
        .col(moment("created_at", backend))
        .primary_key(Index::create().col("actor").col("key"))
        .to_owned()
}

/// A time that is now unless said otherwise.
fn moment(name: &'static str, backend: DbBackend) -> ColumnDef {
    let now = match backend {
        DbBackend::Postgres => "now()",
        _ => "(strftime('%Y-%m-%dT%H:%M:%fZ', 'now'))",
    };
    ColumnDef::new(name).timestamp_with_time_zone().not_null().default(Expr::cust(now)).to_owned()
}

fn indexes() -> [IndexCreateStatement; 3] {
    let index = |table: &'static str, columns: &[&'static str]| {
        let mut index = Index::create();
        index.table(table).name(format!("{table}__{}__idx", columns.join("__")));
        for column in columns {
            index.col(*column);
        }
        index.to_owned()
    };
    [
        index("hw_change", &["collection", "record_id", "position"]),
        index("hw_change", &["at"]),
        index("hw_idempotency", &["created_at"]),
    ]
}
