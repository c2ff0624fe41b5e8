//! The pages on which a window opens by itself. Uses no browser.

/// Whether an address's path and a page's language are among the listed ones; an absent list has all.
pub(crate) fn is_here(paths: Option<&str>, path: &str, langs: Option<&str>, lang: &str) -> bool {
    let fits_path = paths.is_none_or(|paths| {
        let mut patterns = paths.split(' ').filter(|pattern| !pattern.is_empty());
        paths.trim().is_empty() || patterns.any(|pattern| fits(pattern, path))
    });
    let lang: String = lang.chars().take(2).collect();
    let fits_lang = langs.is_none_or(|langs| {
        let mut langs_listed = langs.split(' ').filter(|it| !it.is_empty());
        langs.trim().is_empty() || langs_listed.any(|it| it.eq_ignore_ascii_case(&lang))
    });
    fits_path && fits_lang
}

/// `*` matches any text: `/prices*`.
fn fits(pattern: &str, path: &str) -> bool {
    let Some((start, rest)) = pattern.split_once('*') else {
        return pattern == path;
    };
    let Some(path) = path.strip_prefix(start) else {
        return false;
    };
    // As short as possible, so that later parts find what they need.
    let mut ends = path.char_indices().map(|(end, _)| end).chain([path.len()]);
    ends.any(|end| fits(rest, &path[end..]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn star_matches_any_text() {
        for (pattern, path, expected) in [
            ("/", "/", true),
            ("/", "/x", false),
            ("/prices*", "/prices", true),
            ("/prices*", "/prices/2026", true),
            ("/prices*", "/", false),
            ("*.html", "/a/b.html", true),
            ("*.html", "/a/b.htm", false),
            ("/*/b", "/a/a/b", true),
            ("/цены*", "/цены/свадьба", true),
            ("a.c", "abc", false),
        ] {
            assert_eq!(fits(pattern, path), expected, "{pattern} {path}");
        }
    }

    #[test]
    fn page_has_path_and_language() {
        assert!(is_here(None, "/x", None, ""));
        assert!(is_here(Some("/a /x"), "/x", Some("uk ru"), "ru-RU"));
        assert!(is_here(Some(""), "/x", Some("RU"), "ru"));
        assert!(!is_here(Some("/a"), "/x", None, "ru"));
        assert!(!is_here(None, "/x", Some("uk"), "ru"));
        assert!(!is_here(None, "/x", Some("uk"), ""));
    }
}
