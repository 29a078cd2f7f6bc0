//! Models made at random: two collections with fields of every kind, components and relations.

use headwater::model::Scalar;

use crate::support::generator::Random;

/// The collections.
pub const COLLECTIONS: [&str; 2] = ["Alpha", "Beta"];

/// The SDL of a model.
pub fn sdl(random: &mut Random) -> String {
    let mut sdl = "enum Mood { HAPPY SAD CALM }\nunion Block = Part | Inner\n".to_owned();
    for collection in COLLECTIONS {
        let own = fields(random, true);
        let relations = match collection {
            "Alpha" => {
                "one: Beta other: Beta own: Beta @unique many: [Beta!]! @inverse(of: \"manyOf\") self: Alpha
                 friends: [Alpha!]!"
            }
            _ => {
                "ofOne: [Alpha!]! @inverse(of: \"one\") ofOwn: Alpha @inverse(of: \"own\") manyOf: [Alpha!]!
                 up: Beta down: [Beta!]! @inverse(of: \"up\")"
            }
        };
        sdl += &format!(
            "type {collection} @collection @allow(to: public, do: READ) {{\n{own} part: Part parts: [Part!] \
             loose: [Inner] block: Block blocks: [Block!]\n{relations} }}\n"
        );
    }
    let (part, inner) = (fields(random, false), fields(random, false));
    sdl += &format!(
        "type Part @component {{ {part} inner: Inner inners: [Inner!] alpha: Alpha betas: [Beta!] }}\n"
    );
    sdl += &format!("type Inner @component {{ {inner} label: String beta: Beta }}\n");
    sdl
}

fn fields(random: &mut Random, is_collection: bool) -> String {
    let mut fields = String::new();
    let count = if is_collection { 2 * Scalar::ALL.len() } else { Scalar::ALL.len() };
    for number in 0..count {
        // Every kind, and as often in some list as alone.
        let scalar = Scalar::ALL[number % Scalar::ALL.len()];
        let is_record_id = scalar == Scalar::ID;
        let name = if is_record_id || random.chance(20) { "Mood" } else { scalar.name() };
        let of = match random.below(5) {
            0 => format!("[{name}!]"),
            1 => format!("[{name}]"),
            2 => format!("{name}!"),
            _ => name.to_owned(),
        };
        fields += &format!("f{number}: {of} ");
    }
    fields
}
