//! What the page says, in the languages of the admin UI.

/// The words of one language. `{shortest}` is a number, `{email}` an address.
#[derive(Debug)]
pub struct Words {
    pub language: &'static str,
    pub welcome: &'static str,
    pub purpose: &'static str,
    pub email: &'static str,
    pub password: &'static str,
    pub at_least: &'static str,
    pub make: &'static str,
    pub done: &'static str,
    pub done_purpose: &'static str,
    pub go_on: &'static str,
    pub gone: &'static str,
    pub gone_purpose: &'static str,
    pub sign_in: &'static str,
}

/// The first one is for everybody who reads none of the others.
static LANGUAGES: [Words; 2] = [
    Words {
        language: "en",
        welcome: "Welcome to Headwater",
        purpose: "Nobody may administer this server yet. Make the first account that may.",
        email: "Email",
        password: "Password",
        at_least: "At least {shortest} characters.",
        make: "Make the account",
        done: "Done",
        done_purpose: "{email} may do everything now. The link can’t be used again.",
        go_on: "Go on",
        gone: "The link can’t be used",
        gone_purpose: "It was used, is too old, or there is an admin already. A server without an admin prints a new one when \
                       it starts.",
        sign_in: "Go to the sign-in",
    },
    Words {
        language: "de",
        welcome: "Willkommen bei Headwater",
        purpose: "Noch darf niemand diesen Server verwalten. Lege das erste Konto an, das es darf.",
        email: "E-Mail",
        password: "Passwort",
        at_least: "Mindestens {shortest} Zeichen.",
        make: "Konto anlegen",
        done: "Fertig",
        done_purpose: "{email} darf jetzt alles. Der Link kann nicht noch einmal verwendet werden.",
        go_on: "Weiter",
        gone: "Der Link kann nicht verwendet werden",
        gone_purpose: "Er wurde schon benutzt, ist zu alt, oder es gibt bereits einen Admin. Ein Server ohne Admin gibt beim \
                       Start einen neuen aus.",
        sign_in: "Zur Anmeldung",
    },
];

/// The words in the first of the languages, such as `de-AT`, that there are words in.
pub fn words<'a>(wanted: impl IntoIterator<Item = &'a str>) -> &'static Words {
    let known = |tag: &str| {
        let language = tag.split('-').next().unwrap_or_default();
        LANGUAGES.iter().find(|words| words.language.eq_ignore_ascii_case(language))
    };
    wanted.into_iter().find_map(known).unwrap_or(&LANGUAGES[0])
}
