//! The root fields of what lies behind the content: the model's files, how the server is, and what people keep of
//! their own beside the content.

use super::{Root, SystemField};

pub(super) const FIELDS: &[SystemField] = &[
    SystemField {
        root: Root::Query,
        name: "modelFiles",
        description: "The files of `schema/`, by path. For admins; under `headwater dev` for everybody.",
        arguments: "",
        type_ref: "[ModelFile!]!",
    },
    SystemField {
        root: Root::Query,
        name: "modelFilesHash",
        description: "Another text whenever the files of `schema/` are others, for `applyModel(basis:)`. In a request with `modelFiles` it is the hash of just those.",
        arguments: "",
        type_ref: "String!",
    },
    SystemField {
        root: Root::Query,
        name: "planModel",
        description: "What the model would become with these files in place of the ones that are there. Nothing is written. For admins; under `headwater dev` for everybody.",
        arguments: "\"Every file of `schema/`; one that is left out would be gone.\" files: [ModelFileInput!]!",
        type_ref: "ModelPlan!",
    },
    SystemField {
        root: Root::Mutation,
        name: "applyModel",
        description: "Writes the files of `schema/` and makes the model of them the one that answers. If the plan has an error, or loses something and that is not allowed, nothing is done. Only under `headwater dev`, and for admins.",
        arguments: "\"Every file of `schema/`; one that is left out is removed.\" files: [ModelFileInput!]! \
                    \"Whether values may be lost as the plan says.\" allowDestructive: Boolean = false \
                    \"What `modelFilesHash` was when the files were read: if they are others by now, nothing is done, with the code `CONFLICT`.\" basis: String",
        type_ref: "ModelPlan!",
    },
    SystemField {
        root: Root::Query,
        name: "savedItems",
        description: "What the user has saved beside the content, and what is shared with one of their roles, by name.",
        arguments: "\"What it is.\" kind: SavedItemKind! \
                    \"Only what is about this collection.\" collection: String",
        type_ref: "[SavedItem!]!",
    },
    SystemField {
        root: Root::Mutation,
        name: "saveItem",
        description: "Saves something beside the content. With an `id` it replaces what was saved before: one's own, or anyone's for admins.",
        arguments: "\"Which item to replace; a new one without it.\" id: ID \
                    \"What it is.\" kind: SavedItemKind! \
                    \"The collection that it is about. Left out, it stays as it was.\" collection: String \
                    \"What to call it.\" name: String! \
                    \"What to keep: at most 64 KB of JSON.\" data: JSON! \
                    \"The roles that see it too: some of one's own, any for admins. Left out, they stay as they were.\" roles: [Role!]",
        type_ref: "SavedItem!",
    },
    SystemField {
        root: Root::Mutation,
        name: "removeSavedItem",
        description: "Removes something that was saved: one's own, or anyone's for admins.",
        arguments: "\"The item's id.\" id: ID!",
        type_ref: "Boolean!",
    },
    SystemField {
        root: Root::Query,
        name: "serverInfo",
        description: "How the server is. For admins.",
        arguments: "",
        type_ref: "ServerInfo!",
    },
    SystemField {
        root: Root::Query,
        name: "accessCounts",
        description: "To how many records each role may do something, for users who have no other but those that everybody has. For admins.",
        arguments: "\"Only of this role.\" role: String \"Only of this type.\" type: String \
                    \"What is done.\" do: AccessAction = READ",
        type_ref: "[AccessCount!]!",
    },
    SystemField {
        root: Root::Mutation,
        name: "retryMail",
        description: "Tries a mail again that was given up, as long as what it says holds. For admins.",
        arguments: "\"The mail's id.\" id: ID!",
        type_ref: "Boolean!",
    },
];
