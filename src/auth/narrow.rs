//! Fewer roles than somebody has: by an API token, or by the header `X-Headwater-Role`.
//!
//! Read [`narrow`] first.

use crate::access::{Actor, PUBLIC, Roles, USER};
use crate::error::{Code, Error};
use crate::model::Model;
use crate::model::suggest::did_you_mean;

/// The enum of the model that has the roles.
const ROLE: &str = "Role";

/// Whether the actor has the role. Who has `admin` may do everything and so has all of them.
pub fn holds(actor: &Actor, role: &str) -> bool {
    role == PUBLIC || actor.is_admin() || actor.roles.has(role)
}

/// Refuses names that are no role of the model.
///
/// # Errors
///
/// `BAD_REQUEST`, with the role that may have been meant.
pub fn check_known<'a>(model: &Model, roles: impl IntoIterator<Item = &'a str>) -> Result<(), Error> {
    let known = model.enums.get(ROLE);
    let known = || known.iter().flat_map(|roles| roles.values.iter().map(|value| value.name.as_str()));
    for role in roles {
        if !known().any(|name| name == role) {
            let near = did_you_mean(role, known()).map_or_else(String::new, |near| format!("; {near}"));
            return Err(Error::bad_request(format!("`{role}` is not a role of the model{near}")));
        }
    }
    Ok(())
}

/// The set of those roles alone. With any other than `public` comes `user`, as it does for everyone who has
/// such a role.
pub fn only(roles: &[&str]) -> Roles {
    let beyond = roles.iter().any(|role| *role != PUBLIC);
    Roles::new(roles.iter().copied().chain([PUBLIC]).chain(beyond.then_some(USER)))
}

/// The actor with those of its roles alone.
///
/// # Errors
///
/// `BAD_REQUEST` for a name that is no role, `FORBIDDEN` for a role that the actor does not have.
pub fn narrow(actor: Actor, model: &Model, roles: &[&str]) -> Result<Actor, Error> {
    check_known(model, roles.iter().copied())?;
    if let Some(role) = roles.iter().find(|role| !holds(&actor, role)) {
        let message = format!("the role `{role}` is not among those of whoever asks");
        return Err(Error::new(Code::Forbidden, message));
    }
    let wanted = only(roles);
    // Somebody who is not signed in has no `user`, whatever they ask for; `admin` without a user has.
    let keep = |role: &&str| *role == PUBLIC || *role != USER || actor.identity.is_some();
    let roles = Roles::new(wanted.iter().filter(keep));
    Ok(Actor { roles, ..actor })
}
