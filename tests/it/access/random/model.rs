//! Models with rules, made at random: what they say in plain data, and as SDL.

use std::fmt::Write as _;

use super::filter::{Filter, Operand, Test};
use super::makes::Maker;

/// Every role but `admin`. The model adds the last two.
pub const ROLES: [&str; 4] = ["public", "user", "author", "editor"];
/// The fields of the component `Card`.
pub const CARD: [(&str, Kind); 2] = [("label", Kind::Text), ("size", Kind::Int)];

#[derive(Debug, Clone, PartialEq)]
pub enum Kind {
    Int,
    Text,
    Flag,
    Card,
    /// A record that the field holds, and what becomes of it when that one goes.
    One(String, Gone),
    /// The records that hold this one in a field.
    Far(String, String),
    /// Records that the field holds.
    Many(String),
    /// The records that hold this one in a list.
    ManyFar(String, String),
}

#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Gone {
    Cascade,
    Restrict,
    SetNull,
}

#[derive(Debug, Clone)]
pub struct Field {
    pub name: String,
    pub kind: Kind,
    pub required: bool,
    pub unique: bool,
    pub lines: Vec<Line>,
}

/// An `@allow`.
#[derive(Debug, Clone)]
pub struct Line {
    pub to: Vec<&'static str>,
    pub actions: Vec<&'static str>,
    pub condition: Option<Filter>,
    pub check: Option<Filter>,
    pub only: Option<Vec<String>>,
    pub except: Vec<String>,
    pub set: Vec<(String, Operand)>,
}

#[derive(Debug, Clone)]
pub struct Type {
    pub name: String,
    pub plural: String,
    pub fields: Vec<Field>,
    pub lines: Vec<Line>,
    pub order: Option<(String, bool)>,
    /// Lines that the type has without the model's doing.
    pub built_in: Vec<Line>,
}

#[derive(Debug, Clone)]
pub struct Model {
    pub types: Vec<Type>,
}

impl Model {
    pub fn of(&self, name: &str) -> &Type {
        self.types.iter().find(|of| of.name == name).unwrap()
    }

    pub fn sdl(&self) -> String {
        let mut sdl =
            "extend enum Role { author editor }\ntype Card @component { label: String size: Int }\n"
                .to_owned();
        for of in &self.types {
            let lines: String = of.lines.iter().map(|line| format!("\n  {}", line.sdl())).collect();
            let order = of.order.as_ref().map(|(field, down)| {
                format!(", orderBy: {{ {field}: {} }}", if *down { "DESC" } else { "ASC" })
            });
            match of.name.as_str() {
                "User" => writeln!(sdl, "extend type User{lines} {{").unwrap(),
                name => writeln!(
                    sdl,
                    "type {name} @collection(plural: \"{}\"{}){lines} {{",
                    of.plural,
                    order.unwrap_or_default()
                )
                .unwrap(),
            }
            for field in of.fields.iter().filter(|field| of.name != "User" || field.name != "email") {
                writeln!(sdl, "  {}", field.sdl()).unwrap();
            }
            sdl += "}\n";
        }
        sdl
    }
}

impl Type {
    pub fn field(&self, name: &str) -> &Field {
        self.fields.iter().find(|field| field.name == name).unwrap()
    }

    pub fn singular(&self) -> String {
        self.name.to_lowercase()
    }

    /// The lines that count: a built-in one goes where the model says something for its role and action.
    pub fn rules(&self) -> impl Iterator<Item = &Line> {
        let kept = |line: &&Line| {
            let replaces = |own: &Line| {
                own.to.contains(&line.to[0]) && line.actions.iter().any(|action| own.does(action))
            };
            !self.lines.iter().any(replaces)
        };
        self.built_in.iter().filter(kept).chain(&self.lines)
    }
}

impl Field {
    fn sdl(&self) -> String {
        let mut sdl = format!("{}: ", self.name);
        let mark = if self.required { "!" } else { "" };
        match &self.kind {
            Kind::Int => sdl += &format!("Int{mark}"),
            Kind::Text => sdl += &format!("String{mark}"),
            Kind::Flag => sdl += &format!("Boolean{mark}"),
            Kind::Card => sdl += &format!("Card{mark}"),
            Kind::One(of, gone) => {
                let gone = match gone {
                    Gone::Cascade => "CASCADE",
                    Gone::Restrict => "RESTRICT",
                    Gone::SetNull => "SET_NULL",
                };
                sdl += &format!("{of}{mark} @relation(onDelete: {gone})");
            }
            Kind::Far(of, field) | Kind::ManyFar(of, field) => {
                sdl += &format!("[{of}!]! @inverse(of: \"{field}\")");
            }
            Kind::Many(of) => sdl += &format!("[{of}!]!"),
        }
        if self.unique {
            sdl += " @unique";
        }
        for line in &self.lines {
            sdl += &format!(" {}", line.sdl());
        }
        sdl
    }

    /// The type that it leads to.
    pub fn target(&self) -> Option<&str> {
        match &self.kind {
            Kind::One(of, _) | Kind::Far(of, _) | Kind::Many(of) | Kind::ManyFar(of, _) => Some(of),
            Kind::Int | Kind::Text | Kind::Flag | Kind::Card => None,
        }
    }

    pub fn is_list(&self) -> bool {
        matches!(self.kind, Kind::Far(..) | Kind::Many(_) | Kind::ManyFar(..))
    }

    pub fn is_plain(&self) -> bool {
        matches!(self.kind, Kind::Int | Kind::Text | Kind::Flag)
    }
}

impl Line {
    pub fn does(&self, action: &str) -> bool {
        self.actions.iter().any(|own| *own == action || *own == "ALL")
    }

    pub fn names(&self, field: &str) -> bool {
        match &self.only {
            Some(only) => only.iter().any(|name| name == field),
            None => !self.except.iter().any(|name| name == field),
        }
    }

    fn sdl(&self) -> String {
        let mut sdl = format!("@allow(to: [{}], do: [{}]", self.to.join(" "), self.actions.join(" "));
        for (name, filter) in [("where", &self.condition), ("check", &self.check)] {
            if let Some(filter) = filter {
                sdl += &format!(", {name}: {filter}");
            }
        }
        let quoted =
            |names: &[String]| names.iter().map(|name| format!("\"{name}\"")).collect::<Vec<_>>().join(", ");
        if let Some(only) = &self.only {
            sdl += &format!(", fields: [{}]", quoted(only));
        }
        if !self.except.is_empty() {
            sdl += &format!(", except: [{}]", quoted(&self.except));
        }
        if !self.set.is_empty() {
            let set: Vec<_> = self.set.iter().map(|(name, value)| format!("{name}: {value}")).collect();
            sdl += &format!(", set: {{ {} }}", set.join(", "));
        }
        sdl + ")"
    }
}

fn field(name: &str, kind: Kind, required: bool) -> Field {
    Field { name: name.to_owned(), kind, required, unique: false, lines: Vec::new() }
}

fn self_only(actions: &[&'static str], except: &[&str]) -> Line {
    Line {
        to: vec!["user"],
        actions: actions.to_vec(),
        condition: Some(Filter::Id(Test::Eq, Operand::Variable("user.id"))),
        check: None,
        only: None,
        except: except.iter().map(|&name| name.to_owned()).collect(),
        set: Vec::new(),
    }
}

/// A model of three collections and the users.
pub fn generate(maker: &mut Maker) -> Model {
    let names = ["Alpha", "Beta", "Gamma"];
    let mut types: Vec<Type> = names.iter().map(|name| scalars(maker, name)).collect();
    types.push(users());
    for (index, name) in names.iter().enumerate() {
        // Required ones lead to types before, so that records can be made in some order.
        for (to, target) in names.iter().enumerate().take(index + 1) {
            if !maker.chance(2) && (index, to) != (1, 0) {
                continue;
            }
            let required = to < index && maker.chance(2);
            let gone = match maker.below(if required { 2 } else { 3 }) {
                0 => Gone::Cascade,
                1 => Gone::Restrict,
                _ => Gone::SetNull,
            };
            let up = format!("to{target}");
            let far = format!("of{name}s");
            types[index].fields.push(field(&up, Kind::One((*target).to_owned(), gone), required));
            types[to].fields.push(field(&far, Kind::Far((*name).to_owned(), up), false));
        }
        if maker.chance(2) || index == 0 {
            types[index].fields.push(field("owner", Kind::One("User".into(), Gone::SetNull), false));
            types[3].fields.push(field(
                &format!("owned{name}s"),
                Kind::Far((*name).into(), "owner".into()),
                false,
            ));
        }
        let to = maker.below(3);
        if maker.chance(2) || index == 2 {
            types[index].fields.push(field("links", Kind::Many(names[to].to_owned()), false));
            types[to].fields.push(field(
                &format!("linked{name}s"),
                Kind::ManyFar((*name).into(), "links".into()),
                false,
            ));
        }
    }
    let model = Model { types };
    let mut ruled = model.clone();
    for of in &mut ruled.types {
        let count = 1 + maker.below(5);
        of.lines = (0..count).map(|_| line(maker, &model, of)).collect();
        for index in 0..of.fields.len() {
            if maker.chance(9) {
                let narrowed = (0..1 + maker.below(2)).map(|_| narrowing(maker, &model, &of.name)).collect();
                if of.name != "User" || of.fields[index].name != "email" {
                    of.fields[index].lines = narrowed;
                }
            }
        }
    }
    ruled
}

fn users() -> Type {
    let email = Field { unique: true, ..field("email", Kind::Text, false) };
    let fields = vec![
        email,
        field("level", Kind::Int, false),
        field("word", Kind::Text, false),
        field("team", Kind::One("Alpha".into(), Gone::SetNull), false),
    ];
    Type {
        name: "User".into(),
        plural: "users".into(),
        fields,
        lines: Vec::new(),
        order: None,
        built_in: vec![self_only(&["READ"], &[]), self_only(&["UPDATE"], &["email", "roles"])],
    }
}

fn scalars(maker: &mut Maker, name: &str) -> Type {
    let mut fields = vec![
        Field { unique: true, ..field("code", Kind::Text, false) },
        field("n", Kind::Int, maker.chance(4)),
        field("s", Kind::Text, maker.chance(4)),
        field("flag", Kind::Flag, false),
    ];
    if maker.chance(2) {
        fields.push(field("card", Kind::Card, false));
    }
    let order = maker.chance(2).then(|| ((*maker.pick(&["n", "s", "flag"])).to_owned(), maker.chance(2)));
    let plural = format!("{}s", name.to_lowercase());
    Type { name: name.to_owned(), plural, fields, lines: Vec::new(), order, built_in: Vec::new() }
}

fn roles(maker: &mut Maker) -> Vec<&'static str> {
    let mut roles: Vec<&str> = ROLES.iter().copied().filter(|_| maker.chance(3)).collect();
    if roles.is_empty() {
        roles.push(*maker.pick(&ROLES));
    }
    roles
}

fn line(maker: &mut Maker, model: &Model, of: &Type) -> Line {
    let to = roles(maker);
    let actions: Vec<&str> = match maker.below(9) {
        0..=2 => vec!["READ"],
        3 => vec!["READ", "UPDATE"],
        4 => vec!["CREATE"],
        5 => vec!["UPDATE", "CREATE"],
        6 => vec!["DELETE", "UPDATE"],
        _ => vec!["ALL"],
    };
    let condition = (!maker.chance(3)).then(|| maker.rule(model, &of.name, 2));
    let check = maker.chance(5).then(|| maker.rule(model, &of.name, 1));
    let some = |maker: &mut Maker| -> Vec<String> {
        let fields = of.fields.iter().filter(|_| maker.chance(4));
        fields.map(|field| field.name.clone()).collect()
    };
    let (only, except) = match maker.below(8) {
        0 => (Some(some(maker)).filter(|names| !names.is_empty()), Vec::new()),
        1 | 2 => (None, some(maker)),
        _ => (None, Vec::new()),
    };
    let creates = actions == ["CREATE"];
    let mut set = Vec::new();
    if creates && maker.chance(2) {
        for field in &of.fields {
            let value = match &field.kind {
                Kind::Int if maker.chance(3) => Operand::Literal(maker.int()),
                Kind::Text if !field.unique && maker.chance(3) => Operand::Literal(maker.word()),
                Kind::One(of, _) if of == "User" && maker.chance(2) => Operand::Variable("user.id"),
                _ => continue,
            };
            set.push((field.name.clone(), value));
        }
    }
    Line { to, actions, condition, check, only, except, set }
}

fn narrowing(maker: &mut Maker, model: &Model, of: &str) -> Line {
    let actions = vec![*maker.pick(&["READ", "READ", "UPDATE", "CREATE", "ALL"])];
    let reads = actions == ["READ"];
    let condition = (reads && maker.chance(3)).then(|| maker.rule(model, of, 1));
    Line {
        to: roles(maker),
        actions,
        condition,
        check: None,
        only: None,
        except: Vec::new(),
        set: Vec::new(),
    }
}
