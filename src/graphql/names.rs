//! Every name that the API makes up: of types, root fields, arguments and fields that the model does
//! not spell out itself.
//!
//! Owns names only; what stands under a name is built in [`super::types`]. Functions take the name of
//! the model's type or field that the generated name grows from.

pub mod model;

use heck::ToLowerCamelCase;

use crate::model::{Collection, verb_name};

// Types that exist once.

/// The root type of queries.
pub const QUERY: &str = "Query";
/// The root type of mutations.
pub const MUTATION: &str = "Mutation";
/// The root type of subscriptions.
pub const SUBSCRIPTION: &str = "Subscription";
/// What became of a record that is watched.
pub const CHANGE_OP: &str = "ChangeOp";
/// Relay's interface of everything that has an id.
pub const NODE: &str = "Node";
/// Relay's description of a page.
pub const PAGE_INFO: &str = "PageInfo";
/// The enum of [`crate::model::Direction`].
pub const ORDER_DIRECTION: &str = "OrderDirection";
/// Whether text comparisons tell capitals from small letters.
pub const TEXT_MODE: &str = "TextMode";
/// The enum of spans of time that a group may cover.
pub const DATE_BUCKET: &str = "DateBucket";
/// The filter within a JSON value.
pub const JSON_PATH_FILTER: &str = "JSONPathFilter";
/// A circle on the globe.
pub const POINT_NEAR: &str = "PointNear";
/// A box or a polygon on the globe.
pub const POINT_WITHIN: &str = "PointWithin";
/// A box on the globe.
pub const POINT_BOX: &str = "PointBox";
/// One corner of a polygon.
pub const POINT_INPUT: &str = "PointInput";
/// An entry of the change log.
pub const CHANGE: &str = "Change";
/// A field that changed.
pub const CHANGED_FIELD: &str = "ChangedField";
/// What was done to a record.
pub const CHANGE_OPERATION: &str = "ChangeOperation";
/// Which changes are asked for.
pub const CHANGE_WHERE: &str = "ChangeWhere";
/// Somebody who follows the change log.
pub const CHANGE_CONSUMER: &str = "ChangeConsumer";
/// A change that a consumer could not take.
pub const SET_ASIDE_CHANGE: &str = "SetAsideChange";
/// Why somebody may do something.
pub const ACCESS_VERDICT: &str = "AccessVerdict";
/// A line of the rules.
pub const ACCESS_LINE: &str = "AccessLine";
/// What a role may do to the records of a type.
pub const ACCESS_CELL: &str = "AccessCell";
/// To how many records a role may do something.
pub const ACCESS_COUNT: &str = "AccessCount";
/// How the server is.
pub const SERVER_INFO: &str = "ServerInfo";
/// Of how many records something is allowed.
pub const ACCESS_RECORDS: &str = "AccessRecords";
/// What rules speak of.
pub const ACCESS_ACTION: &str = "AccessAction";
/// A file of the model.
pub const MODEL_FILE: &str = "ModelFile";
/// One as it is to be.
pub const MODEL_FILE_INPUT: &str = "ModelFileInput";
/// What files of the model lead to.
pub const MODEL_PLAN: &str = "ModelPlan";
/// A step that is done to the database.
pub const MODEL_STEP: &str = "ModelStep";
/// A mistake of the model.
pub const MODEL_DIAGNOSTIC: &str = "ModelDiagnostic";
/// How bad it is.
pub const MODEL_SEVERITY: &str = "ModelSeverity";
/// What a user keeps beside the content.
pub const SAVED_ITEM: &str = "SavedItem";
/// What it is.
pub const SAVED_ITEM_KIND: &str = "SavedItemKind";
/// A mail, and what became of it.
pub const MAIL: &str = "Mail";
/// What became of a mail.
pub const MAIL_STATUS: &str = "MailStatus";
/// Something that happened in a channel.
pub const CHANNEL_EVENT: &str = "ChannelEvent";
/// What it was.
pub const CHANNEL_EVENT_KIND: &str = "ChannelEventKind";
/// Somebody who is in a channel.
pub const CHANNEL_MEMBER: &str = "ChannelMember";
/// What a sign-in leads to.
pub const SIGN_IN: &str = "SignIn";
/// A session with its tokens.
pub const AUTH_SESSION: &str = "AuthSession";
/// A second factor that is asked for.
pub const MFA_CHALLENGE: &str = "MfaChallenge";
/// Where somebody is signed in.
pub const ACCOUNT_SESSION: &str = "AccountSession";
/// A token for a program.
pub const API_TOKEN: &str = "ApiToken";
/// One that was just made.
pub const NEW_API_TOKEN: &str = "NewApiToken";
/// An authenticator app to be set up.
pub const TOTP_SETUP: &str = "TotpSetup";
/// A passkey.
pub const PASSKEY: &str = "Passkey";
/// A passkey that is asked for.
pub const PASSKEY_SIGN_IN: &str = "PasskeySignIn";
/// Something that happened to an account.
pub const AUTH_EVENT: &str = "AuthEvent";
/// Somebody whose accounts people may sign in with.
pub const AUTH_PROVIDER: &str = "AuthProvider";
/// Whether a user can sign in, and how.
pub const ACCOUNT_STATE: &str = "AccountState";
/// An invitation that nobody took yet.
pub const PENDING_INVITATION: &str = "PendingInvitation";
/// What a page must know before anybody is signed in.
pub const SIGN_IN_WAYS: &str = "SignInWays";
/// An account there.
pub const LINKED_IDENTITY: &str = "LinkedIdentity";
/// What it was.
pub const AUTH_EVENT_KIND: &str = "AuthEventKind";

// Arguments.

/// The filter of a list.
pub const WHERE: &str = "where";
/// The order of a list.
pub const ORDER_BY: &str = "orderBy";
/// The most records of a list.
pub const LIMIT: &str = "limit";
/// How many records of a list to skip.
pub const OFFSET: &str = "offset";
/// The number of edges from the start of a connection.
pub const FIRST: &str = "first";
/// The cursor to start after.
pub const AFTER: &str = "after";
/// The number of edges from the end of a connection.
pub const LAST: &str = "last";
/// The cursor to end before.
pub const BEFORE: &str = "before";
/// What to make groups by.
pub const BY: &str = "by";
/// The filter of groups.
pub const HAVING: &str = "having";
/// The `limit` of a list that says none.
pub const DEFAULT_LIMIT: u32 = 100;

// Fields and input fields.

/// Every filter must pass.
pub const AND: &str = "and";
/// One filter must pass.
pub const OR: &str = "or";
/// The filter must not pass.
pub const NOT: &str = "not";
/// Some record passes.
pub const SOME: &str = "some";
/// Every record passes.
pub const EVERY: &str = "every";
/// No record passes.
pub const NONE: &str = "none";
/// The number of records.
pub const COUNT: &str = "count";
/// The number of different values.
pub const COUNT_DISTINCT: &str = "countDistinct";
/// The total.
pub const SUM: &str = "sum";
/// The mean.
pub const AVG: &str = "avg";
/// The smallest value.
pub const MIN: &str = "min";
/// The greatest value.
pub const MAX: &str = "max";
/// The groups of an aggregate.
pub const GROUPS: &str = "groups";
/// What the records of a group share.
pub const KEY: &str = "key";
/// The field to make groups by.
pub const FIELD: &str = "field";
/// The span of time that a group covers.
pub const BUCKET: &str = "bucket";
/// Which components a block may be.
pub const IS: &str = "is";
/// Whether capitals count.
pub const MODE: &str = "mode";
/// Where in a JSON value to look.
pub const AT: &str = "at";
/// The records of a batch, or of a page.
pub const NODES: &str = "nodes";

// Writing: arguments and input fields.

/// The record's id.
pub const ID: &str = "id";
/// What to write.
pub const DATA: &str = "data";
/// The version that the record must have to be written.
pub const IF_VERSION: &str = "ifVersion";
/// A record to make.
pub const CREATE: &str = "create";
/// What to change.
pub const UPDATE: &str = "update";
/// A record to change, or to make when there is none.
pub const UPSERT: &str = "upsert";
/// A record to delete.
pub const DELETE: &str = "delete";
/// A record to point to.
pub const CONNECT: &str = "connect";
/// A record to point to no longer.
pub const DISCONNECT: &str = "disconnect";
/// The value, or the records, to have from now on.
pub const SET: &str = "set";
/// What to add to a number.
pub const INC: &str = "inc";
/// What to multiply a number by.
pub const MUL: &str = "mul";
/// What to add at a list's end.
pub const APPEND: &str = "append";
/// What to add at a list's start.
pub const PREPEND: &str = "prepend";
/// What to take out of a list.
pub const REMOVE: &str = "remove";

// Root fields.

/// `node(id)`
pub const NODE_FIELD: &str = "node";

/// One record: `post`; for a singleton its only record: `siteSettings`.
pub fn one_field(collection: &Collection) -> &str {
    &collection.singular
}

/// The list of records: `posts`.
pub fn list_field(collection: &Collection) -> &str {
    &collection.plural
}

/// The connection beside the list of that name: `postsConnection`, `commentsConnection`.
pub fn connection_field(list_field: &str) -> String {
    format!("{list_field}Connection")
}

/// The aggregate beside the list of that name: `postsAggregate`, `commentsAggregate`.
pub fn aggregate_field(list_field: &str) -> String {
    format!("{list_field}Aggregate")
}

// Root fields that write.

/// Makes one record: `createPost`.
pub fn create_field(collection: &Collection) -> String {
    verb_name("create", &collection.singular)
}

/// Makes many records: `createPosts`.
pub fn create_many_field(collection: &Collection) -> String {
    verb_name("create", &collection.plural)
}

/// Changes one record: `updatePost`; for a singleton its only record: `updateSiteSettings`.
pub fn update_field(collection: &Collection) -> String {
    verb_name("update", &collection.singular)
}

/// Changes the records that pass a filter: `updatePosts`.
pub fn update_many_field(collection: &Collection) -> String {
    verb_name("update", &collection.plural)
}

/// Changes the record of a key, or makes it: `upsertPost`.
pub fn upsert_field(collection: &Collection) -> String {
    verb_name("upsert", &collection.singular)
}

/// Deletes one record: `deletePost`; for a singleton its only record: `deleteSiteSettings`.
pub fn delete_field(collection: &Collection) -> String {
    verb_name("delete", &collection.singular)
}

/// Deletes the records that pass a filter: `deletePosts`.
pub fn delete_many_field(collection: &Collection) -> String {
    verb_name("delete", &collection.plural)
}

// Types of a collection.

/// `PostConnection`
pub fn connection(type_name: &str) -> String {
    format!("{type_name}Connection")
}

/// What became of a record: `PostChange`.
pub fn record_change(type_name: &str) -> String {
    format!("{type_name}Change")
}

/// The stream of what becomes of records: `postChanges`.
pub fn changes_field(collection: &Collection) -> String {
    format!("{}Changes", collection.singular)
}

/// `PostEdge`
pub fn edge(type_name: &str) -> String {
    format!("{type_name}Edge")
}

/// `PostAggregate`
pub fn aggregate(type_name: &str) -> String {
    format!("{type_name}Aggregate")
}

/// `PostAggregateCountDistinct`
pub fn count_distinct(type_name: &str) -> String {
    format!("{type_name}AggregateCountDistinct")
}

/// `PostAggregateSum`
pub fn sum(type_name: &str) -> String {
    format!("{type_name}AggregateSum")
}

/// `PostAggregateAvg`
pub fn avg(type_name: &str) -> String {
    format!("{type_name}AggregateAvg")
}

/// `PostAggregateMin`
pub fn min(type_name: &str) -> String {
    format!("{type_name}AggregateMin")
}

/// `PostAggregateMax`
pub fn max(type_name: &str) -> String {
    format!("{type_name}AggregateMax")
}

/// `PostAggregateGroup`; not `PostGroup`, which a model may well call a type of its own.
pub fn group(type_name: &str) -> String {
    format!("{type_name}AggregateGroup")
}

/// `PostAggregateGroupKey`
pub fn group_key(type_name: &str) -> String {
    format!("{type_name}AggregateGroupKey")
}

/// `PostAggregateGroupBy`
pub fn group_by(type_name: &str) -> String {
    format!("{type_name}AggregateGroupBy")
}

/// `PostAggregateGroupField`
pub fn group_field(type_name: &str) -> String {
    format!("{type_name}AggregateGroupField")
}

/// `PostAggregateGroupOrderBy`
pub fn group_order_by(type_name: &str) -> String {
    format!("{type_name}AggregateGroupOrderBy")
}

/// `PostAggregateHaving`
pub fn having(type_name: &str) -> String {
    format!("{type_name}AggregateHaving")
}

// Types of a collection that writing needs.

/// A record to make: `PostCreate`.
pub fn create_input(type_name: &str) -> String {
    format!("{type_name}Create")
}

/// What to change in a record: `PostUpdate`.
pub fn update_input(type_name: &str) -> String {
    format!("{type_name}Update")
}

/// What finds a record: `PostKey`.
pub fn key_input(type_name: &str) -> String {
    format!("{type_name}Key")
}

/// What a write of many records answers: `PostBatch`.
pub fn batch(type_name: &str) -> String {
    format!("{type_name}Batch")
}

/// A record to change, or to make, inside another: `CommentUpsert`.
pub fn upsert_input(type_name: &str) -> String {
    format!("{type_name}Upsert")
}

/// A record and what to change in it, inside another: `CommentPatch`.
pub fn patch_input(type_name: &str) -> String {
    format!("{type_name}Patch")
}

/// A to-one field of a record that is made: `UserOneCreate`.
pub fn one_create_input(type_name: &str) -> String {
    format!("{type_name}OneCreate")
}

/// A to-one field of a record that is changed: `UserOneUpdate`.
pub fn one_update_input(type_name: &str) -> String {
    format!("{type_name}OneUpdate")
}

/// A to-many field of a record that is made: `CommentManyCreate`.
pub fn many_create_input(type_name: &str) -> String {
    format!("{type_name}ManyCreate")
}

/// A to-many field of a record that is changed: `CommentManyUpdate`.
pub fn many_update_input(type_name: &str) -> String {
    format!("{type_name}ManyUpdate")
}

// Input types that grow from any type's name.

/// A component or a block to write: `SeoInput`, `BlockInput`.
pub fn value_input(type_name: &str) -> String {
    format!("{type_name}Input")
}

/// The scalar that changes a number: `IntUpdate`.
pub fn number_update(scalar: &str) -> String {
    format!("{scalar}Update")
}

/// The scalar that changes a list of scalars or enum values: `StringListUpdate`.
pub fn list_update(type_name: &str) -> String {
    format!("{type_name}ListUpdate")
}

/// Whether the scalar is one that changes a list.
pub fn is_list_update(scalar: &str) -> bool {
    scalar.ends_with("ListUpdate")
}

/// The filter on an object: `PostWhere`, `SeoWhere`, `BlockWhere`.
pub fn where_input(type_name: &str) -> String {
    format!("{type_name}Where")
}

/// The filter on a list of objects: `TrackWhereList`; not `TrackListWhere`, which is the filter on a
/// `TrackList`.
pub fn list_where(type_name: &str) -> String {
    format!("{type_name}WhereList")
}

/// The filter on a scalar or an enum: `StringFilter`.
pub fn filter(type_name: &str) -> String {
    format!("{type_name}Filter")
}

/// The filter on a list of scalars or enum values: `StringFilterList`.
pub fn list_filter(type_name: &str) -> String {
    format!("{type_name}FilterList")
}

/// The order by an object's fields: `PostOrderBy`; also of the parts of an aggregate.
pub fn order_by(type_name: &str) -> String {
    format!("{type_name}OrderBy")
}

/// The order by a list of records: `CommentOrderByList`.
pub fn list_order_by(type_name: &str) -> String {
    format!("{type_name}OrderByList")
}

/// The filter on a part of a group: `PostAggregateSumHaving` from `PostAggregateSum`.
pub fn part_having(part_type: &str) -> String {
    format!("{part_type}Having")
}

/// The enum of a union's components: `BlockMember`.
pub fn member_enum(union_name: &str) -> String {
    format!("{union_name}Member")
}

/// The input field of a union's filter, or of a block to write, that stands for a component: `picture`
/// from `Picture`.
pub fn member_field(component_name: &str) -> String {
    component_name.to_lower_camel_case()
}
