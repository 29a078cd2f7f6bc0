//! The program of the test `entities`: it writes rows through generated entities and reads them back.

mod entity;

use std::error::Error;

use entity::{comment, cover, enums, post, post_topics, prelude as all, tag, topic, user, values};
use sea_orm::ActiveValue::Set;
use sea_orm::prelude::*;
use sea_orm::{ConnectOptions, Database, IntoActiveModel, QueryOrder};
use serde_json::json;

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let url = std::env::args().nth(1).ok_or("no url")?;
    let db = connect(url).await?;
    let ann = user::ActiveModel { id: Set("ann".into()), roles: Set(json!(["user"]).into()), ..Default::default() };
    let ann = ann.insert(&db).await?;
    let bob = user::ActiveModel { id: Set("bob".into()), roles: Set(json!([]).into()), ..Default::default() };
    bob.insert(&db).await?;
    assert_eq!(ann.version, 1);

    let first = write_post(&db, "first", None).await?;
    let second = write_post(&db, "second", Some("first")).await?;
    values_come_back(&db, &first).await?;
    filters_compare(&db).await?;
    update_counts_the_version(&db, second).await?;
    relations_lead_there_and_back(&db, &first).await?;
    links_lead_there_and_back(&db, &first).await?;
    println!("ok");
    Ok(())
}

/// As a program does that does not take its connection from Headwater: on SQLite decimals are text, and the
/// columns ask for a collation that compares them as numbers.
async fn connect(url: String) -> Result<DatabaseConnection, DbErr> {
    let mut options = ConnectOptions::new(url);
    options.map_sqlx_sqlite_opts(|options| {
        options.collation("HW_DECIMAL", |left, right| match (left.parse::<Decimal>(), right.parse::<Decimal>()) {
            (Ok(left), Ok(right)) => left.cmp(&right),
            _ => left.cmp(right),
        })
    });
    Database::connect(options).await
}

async fn write_post(db: &DatabaseConnection, slug: &str, parent: Option<&str>) -> Result<post::Model, DbErr> {
    let post = post::ActiveModel {
        id: Set(slug.into()),
        created_at: Set("2026-11-20T09:19:13.000Z".parse()?),
        title: Set("Über \"alles\"".into()),
        slug: Set(slug.into()),
        price: Set(Some("1234567890.1200".parse()?)),
        views: Set(9_007_199_254_740_993),
        rating: Set(Some(4.5)),
        featured: Set(true),
        published: Set(Some("2026-01-02T03:04:05.006Z".parse()?)),
        day: Set(Some(Date::from_ymd_opt(2026, 1, 2).ok_or(DbErr::Custom("no day".into()))?)),
        opens: Set(Some("09:30:00".parse()?)),
        meta: Set(Some(json!({"z": 1, "a": [true, null]}).into())),
        labels: Set(json!(["x", "y"]).into()),
        state: Set(enums::State::InReview),
        blocks: Set(json!([{"__typename": "Prose", "text": "hello"}]).into()),
        type_: Set(Some("note".into())),
        self_value: Set(Some(7)),
        author_id: Set("ann".into()),
        reviewer_id: Set(Some("bob".into())),
        parent_id: Set(parent.map(Into::into)),
        ..Default::default()
    };
    post.insert(db).await
}

async fn values_come_back(db: &DatabaseConnection, written: &post::Model) -> Result<(), Box<dyn Error>> {
    let read = all::Post::find_by_id("first").one(db).await?.ok_or("no post")?;
    assert_eq!(&read, written);
    assert_eq!(read.views, 9_007_199_254_740_993);
    assert_eq!(read.price.as_ref().map(ToString::to_string).as_deref(), Some("1234567890.12"));
    assert_eq!(read.published.as_ref().map(ToString::to_string).as_deref(), Some("2026-01-02T03:04:05.006Z"));
    assert_eq!(read.opens.as_ref().map(ToString::to_string).as_deref(), Some("09:30:00.000"));
    assert_eq!(read.state, enums::State::InReview);
    assert_eq!((read.copies, read.body, read.seo), (None, None, None));
    let sent = serde_json::to_value(written)?;
    assert_eq!(sent["published"], "2026-01-02T03:04:05.006Z");
    assert_eq!(sent["state"], "IN_REVIEW");
    assert_eq!(sent["authorId"], "ann");
    assert_eq!(sent["labels"], json!(["x", "y"]));
    Ok(())
}

async fn filters_compare(db: &DatabaseConnection) -> Result<(), Box<dyn Error>> {
    let moment: values::DateTime = "2026-01-02T03:04:05.006Z".parse()?;
    let found = all::Post::find()
        .filter(post::Column::Published.eq(moment.clone()))
        .filter(post::Column::Published.is_in([moment]))
        .filter(post::Column::State.eq(enums::State::InReview))
        .filter(post::Column::Price.eq("1234567890.12".parse::<values::Decimal>()?))
        .order_by_asc(post::Column::Slug)
        .all(db)
        .await?;
    assert_eq!(found.iter().map(|post| post.slug.as_str()).collect::<Vec<_>>(), ["first", "second"]);
    assert!(all::Post::find_by_slug("second").one(db).await?.is_some());
    Ok(())
}

async fn update_counts_the_version(db: &DatabaseConnection, post: post::Model) -> Result<(), DbErr> {
    let mut changed = post.clone().into_active_model();
    changed.copies = Set(Some(3));
    let changed = changed.update(db).await?;
    assert_eq!((changed.version, changed.copies), (2, Some(3)));
    assert_eq!(changed.created_at, post.created_at);
    Ok(())
}

async fn relations_lead_there_and_back(db: &DatabaseConnection, first: &post::Model) -> Result<(), Box<dyn Error>> {
    let comment = |id: &str| comment::ActiveModel {
        id: Set(id.into()),
        text: Set("well".into()),
        post_id: Set("first".into()),
        ..Default::default()
    };
    comment("one").insert(db).await?;
    comment("two").insert(db).await?;
    let cover = cover::ActiveModel { id: Set("cover".into()), post_id: Set(Some("first".into())), ..Default::default() };
    cover.insert(db).await?;

    // Several fields lead to `User`; each is followed under its own name.
    let loaded = all::Post::load()
        .filter_by_slug("first")
        .with(post::Relation::Author)
        .with(post::Relation::Reviewer)
        .with(post::Relation::Children)
        .with(comment::Entity)
        .with(cover::Entity)
        .one(db)
        .await?
        .ok_or("no post")?;
    assert_eq!(loaded.author.as_ref().map(|user| user.id.as_str()), Some("ann"));
    assert_eq!(loaded.reviewer.as_ref().map(|user| user.id.as_str()), Some("bob"));
    assert_eq!(loaded.children.iter().map(|post| post.id.as_str()).collect::<Vec<_>>(), ["second"]);
    assert_eq!(loaded.comments.len(), 2);
    assert_eq!(loaded.cover.as_ref().map(|cover| cover.id.as_str()), Some("cover"));

    let users = all::User::load().with(user::Relation::Reviews).all(db).await?;
    let reviews: Vec<usize> = users.iter().map(|user| user.reviews.len()).collect();
    assert_eq!(reviews, [0, 2]);

    let author = first.find_linked(post::linked::Author).one(db).await?.ok_or("no author")?;
    assert_eq!(author.find_linked(user::linked::Posts).count(db).await?, 2);
    assert_eq!(first.find_linked(post::linked::Comments).count(db).await?, 2);
    assert_eq!(first.find_linked(post::linked::Children).one(db).await?.map(|post| post.id), Some("second".into()));
    assert!(first.find_linked(post::linked::Cover).one(db).await?.is_some());
    assert!(first.find_linked(post::linked::CreatedBy).one(db).await?.is_none());
    Ok(())
}

async fn links_lead_there_and_back(db: &DatabaseConnection, first: &post::Model) -> Result<(), Box<dyn Error>> {
    for label in ["red", "blue"] {
        tag::ActiveModel { id: Set(label.into()), label: Set(label.into()), ..Default::default() }.insert(db).await?;
        let link = entity::post_tags::ActiveModel {
            source_id: Set("first".into()),
            target_id: Set(label.into()),
            ..Default::default()
        };
        link.insert(db).await?;
    }
    let red = all::Tag::find_by_label("red").one(db).await?.ok_or("no tag")?;
    assert_eq!(first.find_related(tag::Entity).count(db).await?, 2);
    assert_eq!(red.find_related(post::Entity).count(db).await?, 1);
    assert_eq!(first.find_linked(post::linked::Tags).count(db).await?, 2);
    assert_eq!(red.find_linked(tag::linked::Posts).count(db).await?, 1);
    let loaded = all::Post::load().with(tag::Entity).order_by_asc(post::Column::Id).all(db).await?;
    assert_eq!(loaded.iter().map(|post| post.tags.len()).collect::<Vec<_>>(), [2, 0]);

    // Two fields lead to `Topic`, and one of many to `User`.
    topic::ActiveModel { id: Set("music".into()), name: Set("Music".into()), ..Default::default() }.insert(db).await?;
    let hidden = entity::post_hidden_topics::ActiveModel {
        source_id: Set("first".into()),
        target_id: Set("music".into()),
        position: Set(0),
    };
    hidden.insert(db).await?;
    assert_eq!(first.find_linked(post::linked::Topics).count(db).await?, 0);
    assert_eq!(first.find_linked(post::linked::HiddenTopics).count(db).await?, 1);
    assert_eq!(all::Post::find().find_also_linked(post::linked::LikedBy).count(db).await?, 2);
    assert_eq!(post_topics::Entity::find().count(db).await?, 0);

    // To itself.
    let related = entity::post_related::ActiveModel {
        source_id: Set("first".into()),
        target_id: Set("second".into()),
        position: Set(0),
    };
    related.insert(db).await?;
    let loaded = all::Post::load().filter_by_slug("first").with(entity::post_related::Entity).one(db).await?;
    assert_eq!(loaded.ok_or("no post")?.related.iter().map(|post| post.id.as_str()).collect::<Vec<_>>(), ["second"]);
    assert_eq!(first.find_linked(post::linked::Related).one(db).await?.map(|post| post.id), Some("second".into()));
    for id in ["one", "two"] {
        entity::prelude_::ActiveModel { id: Set(id.into()), ..Default::default() }.insert(db).await?;
    }
    let follows = entity::prelude_follows::ActiveModel {
        source_id: Set("one".into()),
        target_id: Set("two".into()),
        ..Default::default()
    };
    follows.insert(db).await?;
    let two = all::Prelude::find_by_id("two").one(db).await?.ok_or("no record")?;
    let followed_by = two.find_linked(entity::prelude_::linked::FollowedBy).one(db).await?;
    assert_eq!(followed_by.map(|record| record.id), Some("one".into()));
    Ok(())
}
