//! Accounts: `hw_account`, `hw_session`, `hw_refresh_token`, `hw_api_token`, `hw_ticket`, `hw_auth_attempt`,
//! `hw_auth_event`, `hw_signing_key`.
//!
//! No secret is in them, only hashes and what is public. Users are named by the ids of their records in the
//! collection `User`, without foreign keys: content tables are made and changed by the model. Times are
//! milliseconds since 1970 in UTC.

use sea_orm_migration::prelude::*;

#[derive(Debug, DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let tables = [
            account(),
            session(),
            refresh_token(),
            api_token(),
            ticket(),
            auth_attempt(),
            auth_event(),
            signing_key(),
        ];
        for table in tables {
            manager.create_table(table).await?;
        }
        for index in indexes() {
            manager.create_index(index).await?;
        }
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let tables = [
            "hw_signing_key",
            "hw_auth_event",
            "hw_auth_attempt",
            "hw_ticket",
            "hw_api_token",
            "hw_refresh_token",
            "hw_session",
            "hw_account",
        ];
        for table in tables {
            manager.drop_table(Table::drop().table(table).to_owned()).await?;
        }
        Ok(())
    }
}

fn account() -> TableCreateStatement {
    Table::create()
        .table("hw_account")
        .col(text("user_id").primary_key())
        .col(ColumnDef::new("password_hash").text())
        .col(ColumnDef::new("password_changed_at").big_integer())
        .col(ColumnDef::new("verified_email").text())
        .col(ColumnDef::new("anonymous_at").big_integer())
        .col(ColumnDef::new("disabled_at").big_integer())
        .col(number("created_at"))
        .col(ColumnDef::new("signed_in_at").big_integer())
        .to_owned()
}

fn session() -> TableCreateStatement {
    Table::create()
        .table("hw_session")
        .col(text("id").primary_key())
        .col(text("user_id"))
        .col(text("method"))
        .col(ColumnDef::new("impersonator").text())
        .col(ColumnDef::new("ip").text())
        .col(ColumnDef::new("user_agent").text())
        .col(number("created_at"))
        .col(number("refreshed_at"))
        .col(number("expires_at"))
        .to_owned()
}

fn refresh_token() -> TableCreateStatement {
    Table::create()
        .table("hw_refresh_token")
        .col(text("token_hash").primary_key())
        .col(text("session_id"))
        .col(number("created_at"))
        .col(number("expires_at"))
        .col(ColumnDef::new("used_at").big_integer())
        .to_owned()
}

fn api_token() -> TableCreateStatement {
    Table::create()
        .table("hw_api_token")
        .col(text("id").primary_key())
        .col(text("user_id"))
        .col(text("name"))
        .col(text("token_hash"))
        .col(text("hint"))
        .col(text("roles"))
        .col(number("created_at"))
        .col(ColumnDef::new("expires_at").big_integer())
        .col(ColumnDef::new("last_used_at").big_integer())
        .to_owned()
}

fn ticket() -> TableCreateStatement {
    Table::create()
        .table("hw_ticket")
        .col(text("id").primary_key())
        .col(text("purpose"))
        .col(ColumnDef::new("user_id").text())
        .col(ColumnDef::new("email").text())
        .col(text("secret_hash"))
        .col(text("payload"))
        .col(ColumnDef::new("attempts").integer().not_null().default(0))
        .col(number("created_at"))
        .col(number("expires_at"))
        .col(ColumnDef::new("used_at").big_integer())
        .to_owned()
}

fn auth_attempt() -> TableCreateStatement {
    Table::create()
        .table("hw_auth_attempt")
        .col(text("subject_hash").primary_key())
        .col(ColumnDef::new("failures").integer().not_null().default(0))
        .col(ColumnDef::new("locked_until").big_integer())
        .col(number("updated_at"))
        .to_owned()
}

fn auth_event() -> TableCreateStatement {
    Table::create()
        .table("hw_auth_event")
        .col(ColumnDef::new("id").big_integer().not_null().auto_increment().primary_key())
        .col(number("at"))
        .col(text("kind"))
        .col(ColumnDef::new("user_id").text())
        .col(ColumnDef::new("actor").text())
        .col(ColumnDef::new("session_id").text())
        .col(ColumnDef::new("ip").text())
        .col(ColumnDef::new("user_agent").text())
        .col(ColumnDef::new("request_id").text())
        .col(text("detail"))
        .to_owned()
}

fn signing_key() -> TableCreateStatement {
    Table::create()
        .table("hw_signing_key")
        .col(text("kid").primary_key())
        .col(text("public_key"))
        .col(number("created_at"))
        .col(number("expires_at"))
        .to_owned()
}

fn text(name: &'static str) -> ColumnDef {
    ColumnDef::new(name).text().not_null().to_owned()
}

fn number(name: &'static str) -> ColumnDef {
    ColumnDef::new(name).big_integer().not_null().to_owned()
}

fn indexes() -> Vec<IndexCreateStatement> {
    let index = |table: &'static str, columns: &[&'static str]| {
        let mut index = Index::create();
        index.table(table).name(format!("{table}__{}__idx", columns.join("__")));
        for column in columns {
            index.col(*column);
        }
        index.to_owned()
    };
    vec![
        index("hw_session", &["user_id"]),
        index("hw_session", &["expires_at"]),
        index("hw_refresh_token", &["session_id"]),
        index("hw_refresh_token", &["expires_at"]),
        index("hw_api_token", &["user_id"]),
        index("hw_api_token", &["token_hash"]).unique().to_owned(),
        index("hw_ticket", &["purpose", "secret_hash"]),
        index("hw_ticket", &["purpose", "email"]),
        index("hw_ticket", &["user_id", "purpose"]),
        index("hw_ticket", &["expires_at"]),
        index("hw_auth_attempt", &["updated_at"]),
        index("hw_auth_event", &["user_id", "id"]),
        index("hw_auth_event", &["at"]),
        index("hw_signing_key", &["expires_at"]),
    ]
}
