//! Finds the name that somebody probably meant.

/// `did you mean ...?` with the known name nearest to `name`, when one is near.
pub fn did_you_mean<'a>(name: &str, known: impl IntoIterator<Item = &'a str>) -> Option<String> {
    nearest(name, known).map(|near| format!("did you mean `{near}`?"))
}

/// The known name nearest to `name`, when one is near enough to be meant.
pub fn nearest<'a>(name: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let wanted = name.to_lowercase();
    let allowed = (name.chars().count() / 3).max(1);
    known
        .into_iter()
        .map(|candidate| (candidate, candidate.to_lowercase()))
        .map(|(candidate, lower)| (distance(&wanted, &lower), !same_start(&wanted, &lower), candidate))
        .filter(|(distance, ..)| *distance <= allowed)
        .min_by_key(|(distance, differs, _)| (*distance, *differs))
        .map(|(.., candidate)| candidate)
}

/// Few people get the first letter wrong.
fn same_start(left: &str, right: &str) -> bool {
    left.chars().next() == right.chars().next()
}

/// Edits between two names; a plural is one edit from its singular whatever its ending.
fn distance(left: &str, right: &str) -> usize {
    let is_plural = |one: &str, many: &str| many.strip_prefix(one).is_some_and(|ending| ending == "es");
    if is_plural(left, right) || is_plural(right, left) {
        return 1;
    }
    strsim::damerau_levenshtein(left, right)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn near_names_are_found_and_far_ones_are_not() {
        let known = ["author", "title", "publishedAt"];
        assert_eq!(nearest("autor", known), Some("author"));
        assert_eq!(nearest("PublishedAt", known), Some("publishedAt"));
        assert_eq!(nearest("colour", known), None);
        assert_eq!(nearest("DSC", ["ASC", "DESC"]), Some("DESC"));
        assert_eq!(did_you_mean("titel", known), Some("did you mean `title`?".into()));
    }
}
