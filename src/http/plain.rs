//! The look of the few pages that the server makes itself: they must work when it was built without the admin UI,
//! and the one of the setup without scripts.

/// What stands in the head; the style is inline, so that a page is one request.
pub fn head(title: &str) -> String {
    format!(
        "<meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width\"><meta name=\"robots\" content=\"noindex\">\
         <title>{title}</title><style>{}</style>",
        include_str!("plain.css")
    )
}

/// The product's name above the content.
pub const BRAND: &str = "<header class=\"brand\"><svg width=\"30\" height=\"30\" viewBox=\"0 0 24 24\" fill=\"none\" aria-hidden=\"true\">\
     <rect width=\"24\" height=\"24\" rx=\"6\" fill=\"#14708f\"/><path d=\"M5 7c4 0 4 5 7 5s3-5 7-5M5 12c3 0 4 2 7 2s4-2 7-2M12 12v7\" \
     stroke=\"#fff\" stroke-width=\"1.8\" stroke-linecap=\"round\"/></svg>Headwater</header>";
