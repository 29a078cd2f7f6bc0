//! The types of the field `model`.

/// The content model.
pub const MODEL: &str = "Model";
/// What the server runs for.
pub const STAGE: &str = "ModelStage";
/// A type with records.
pub const COLLECTION: &str = "ModelCollection";
/// A part of the order that lists have by themselves.
pub const ORDER: &str = "ModelOrder";
/// What records must be like.
pub const CHECK: &str = "ModelCheck";
/// A line that allows something.
pub const RULE: &str = "ModelRule";
/// What may be done to records.
pub const ACTIONS: &str = "ModelActions";
/// What the API calls things.
pub const API: &str = "ModelApi";
/// A field.
pub const FIELD: &str = "ModelField";
/// What it holds.
pub const FIELD_KIND: &str = "ModelFieldKind";
/// What may be done to it.
pub const FIELD_ACTIONS: &str = "ModelFieldActions";
/// What its values must be like.
pub const FIELD_CHECK: &str = "ModelFieldCheck";
/// Where it leads.
pub const RELATION: &str = "ModelRelation";
/// Where the link is kept.
pub const RELATION_STORAGE: &str = "ModelRelationStorage";
/// Which files may be chosen.
pub const ASSET_OPTIONS: &str = "ModelAssetOptions";
/// What the editor of a text offers.
pub const RICH_TEXT_OPTIONS: &str = "ModelRichTextOptions";
/// How it is shown.
pub const UI: &str = "ModelUi";
/// A component.
pub const COMPONENT: &str = "ModelComponent";
/// A union of components.
pub const BLOCKS: &str = "ModelBlocks";
/// A member of it.
pub const BLOCK: &str = "ModelBlock";
/// An enum.
pub const ENUM: &str = "ModelEnum";
/// A value of it.
pub const ENUM_VALUE: &str = "ModelEnumValue";
