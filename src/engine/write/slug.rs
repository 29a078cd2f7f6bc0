//! `@slug(from)`: a name for addresses, made of another field's text.

use super::run::{Done, Run};
use crate::changes::no_slug;
use crate::model::{Collection, Field, Value};

impl<'a> Run<'a, '_> {
    /// The slug of a text that no other record has; none when the text gives none. That it is
    /// required then is noted.
    pub(super) async fn slug(
        &mut self,
        collection: &'a Collection,
        field: &'a Field,
        text: &Value,
        path: &str,
    ) -> Done<Option<String>> {
        let texts = std::slice::from_ref(text);
        let made = self.slugs.make(self.tx, (collection, field), texts, |_| false).await?;
        let slug = made.into_iter().next().flatten();
        if slug.is_none() && field.required {
            self.fault(&format!("{path}.{}", field.name), "REQUIRED", no_slug(field));
        }
        Ok(slug)
    }
}
