//! What mails say, in which language, and what a project may change of it.

use std::fs;
use std::path::Path;

use headwater::mail::{Rendered, Template, Templates};
use serde_json::{Map, Value, json};
use tempfile::TempDir;

fn data(link: &str) -> Map<String, Value> {
    let data = json!({ "link": link, "code": "123456", "minutes": 1440, "new_email": "new@example.org" });
    data.as_object().cloned().unwrap()
}

fn templates(project: &Path) -> Templates {
    Templates::new(project, "Tom & Jerry's", "https://example.org")
}

fn render(project: &Path, template: Template, locale: &str) -> Rendered {
    templates(project).render(template.name(), locale, &data("https://example.org/?a=1&b=<2>")).unwrap()
}

fn write(project: &TempDir, name: &str, text: &str) {
    let path = project.path().join("templates/mail").join(name);
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, text).unwrap();
}

#[test]
fn every_template_is_there_in_both_languages() {
    let project = TempDir::new().unwrap();
    for template in Template::ALL {
        let english = render(project.path(), template, "en");
        let german = render(project.path(), template, "de");
        assert_ne!(english.subject, german.subject);
        assert!(english.html.contains("lang=\"en\"") && german.html.contains("lang=\"de\""));
        for rendered in [english, german] {
            assert!(!rendered.subject.is_empty() && !rendered.subject.contains('\n'));
            assert!(rendered.text.contains("Tom & Jerry's"), "{}", rendered.text);
            assert!(
                !rendered.html.contains("<2>") && !rendered.html.contains("Tom & J"),
                "{}",
                rendered.html
            );
        }
    }
}

#[test]
fn text_is_plain_and_html_is_escaped() {
    let project = TempDir::new().unwrap();
    let mail = render(project.path(), Template::SignInCode, "de");
    assert_eq!(mail.subject, "123456 ist dein Code für Tom & Jerry's");
    insta::assert_snapshot!(mail.text, @r"
    Gib diesen Code ein, um dich anzumelden:

        123456

    Oder melde dich mit einem Klick an:

    https://example.org/?a=1&b=<2>

    Beides gilt 1 Tag und nur einmal. Gib den Code niemandem weiter.

    -- 
    Tom & Jerry's
    Hast du ihn nicht angefordert, ignoriere diese Mail: Ohne sie kann sich niemand anmelden.
    ");
    assert!(mail.html.contains("a=1&amp;b=&lt;2&gt;"), "{}", mail.html);
}

#[test]
fn nearest_language_is_chosen() {
    let project = TempDir::new().unwrap();
    let german = render(project.path(), Template::VerifyEmail, "de").subject;
    for locale in ["de-AT", "de_CH", "DE"] {
        assert_eq!(render(project.path(), Template::VerifyEmail, locale).subject, german, "{locale}");
    }
    let english = render(project.path(), Template::VerifyEmail, "en").subject;
    for locale in ["fr", "", "../../etc", "en/../de", "."] {
        assert_eq!(render(project.path(), Template::VerifyEmail, locale).subject, english, "{locale}");
    }
    let templates = templates(project.path());
    assert_eq!(templates.choose(["fr-CH", "de-CH", "en"]).as_deref(), Some("de"));
    assert_eq!(templates.choose(["fr", "../en"]), None);
}

#[test]
fn project_replaces_single_files_and_adds_languages() {
    let project = TempDir::new().unwrap();
    write(
        &project,
        "en/verify-email.txt",
        "Subject: Hello from {{ site }}\n\nOpen {{ link }} within {{ minutes | duration }}\n",
    );
    write(&project, "fr/verify-email.txt", "Subject: Bonjour\n\n{{ link }}\n");
    write(
        &project,
        "fr/verify-email.html",
        "{% extends 'layout.html' %}{% block content %}<b>{{ link }}</b>{% endblock %}",
    );
    write(&project, "layout.html", "<p lang={{ locale }}>{{ subject }}</p>{% block content %}{% endblock %}");
    let english = render(project.path(), Template::VerifyEmail, "en");
    assert_eq!(english.subject, "Hello from Tom & Jerry's");
    assert_eq!(english.text, "Open https://example.org/?a=1&b=<2> within 1 day");
    assert!(english.html.starts_with("<p lang=en>Hello from Tom &amp; Jerry&#x27;s</p>"), "{}", english.html);
    assert!(english.html.contains("Please confirm"), "its HTML is the built-in one");
    let french = render(project.path(), Template::VerifyEmail, "fr-CA");
    assert_eq!((french.subject.as_str(), french.html.contains("&lt;2&gt;</b>")), ("Bonjour", true));
    assert_eq!(
        render(project.path(), Template::Invitation, "fr").subject,
        "You are invited to Tom & Jerry's"
    );
    assert_eq!(templates(project.path()).choose(["fr-CA"]).as_deref(), Some("fr"));
}

#[test]
fn template_with_mistakes_says_where() {
    let project = TempDir::new().unwrap();
    let told = |text: &str| {
        write(&project, "en/verify-email.txt", text);
        templates(project.path()).render("verify-email", "en", &data("x")).unwrap_err().to_string()
    };
    let broken = told("Subject: a\n\n{% if %}");
    let unknown = told("Subject: a\n\n{{ lnik }}");
    let endless = told(
        "Subject: a\n\n{% for a in range(100000) %}{% for b in range(100000) %}x{% endfor %}{% endfor %}",
    );
    let no_subject = told("Hello");
    let outside = told("Subject: a\n\n{% include '../../secret.txt' %}");
    for (told, expected) in [
        (&broken, "en/verify-email.txt:3"),
        (&unknown, "undefined"),
        (&endless, "fuel"),
        (&no_subject, "must begin with a line such as `Subject: Welcome`"),
        (&outside, "secret.txt"),
    ] {
        assert!(told.contains(expected), "{told}");
    }
}
