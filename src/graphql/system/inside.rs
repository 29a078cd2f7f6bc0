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
];
