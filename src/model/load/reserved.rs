//! The names of the types that describe the model in the API, which no type of a model may have.

/// Those of the field `model`.
pub(super) const MODEL_TYPES: &[&str] = &[
    "Model",
    "ModelStage",
    "ModelCollection",
    "ModelOrder",
    "ModelCheck",
    "ModelRule",
    "ModelActions",
    "ModelApi",
    "ModelField",
    "ModelFieldKind",
    "ModelFieldActions",
    "ModelFieldCheck",
    "ModelRelation",
    "ModelRelationStorage",
    "ModelAssetOptions",
    "ModelRichTextOptions",
    "ModelUi",
    "ModelComponent",
    "ModelBlocks",
    "ModelBlock",
    "ModelEnum",
    "ModelEnumValue",
];
