use super::*;
use std::collections::BTreeSet;
use std::path::PathBuf;

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../embed/demo")
}

fn names(root: &Path, extension: &str) -> Result<Vec<String>> {
    let mut names = Vec::new();
    for entry in fs::read_dir(root)? {
        let name = entry?.file_name().to_string_lossy().into_owned();
        if name.ends_with(extension) {
            names.push(name);
        }
    }
    Ok(names)
}

#[test]
fn path_determines_the_language() {
    assert_eq!(language(""), ("ru", ""));
    assert_eq!(language("inline.html"), ("ru", "inline.html"));
    assert_eq!(language("uk"), ("uk", ""));
    assert_eq!(language("uk/"), ("uk", ""));
    assert_eq!(language("en/inline.html"), ("en", "inline.html"));
    assert_eq!(language("english.html"), ("ru", "english.html"));
}

/// Complete in every language: no missing text, no placeholder, no dead link.
#[test]
fn every_page_is_complete_in_every_language() -> Result<()> {
    let root = root();
    let pages = names(&root, ".html")?;
    for page in &pages {
        for lang in LANGS {
            let html = render(&root, page, lang, "http://localhost:1")?;
            assert!(html.contains(&format!("<html lang=\"{lang}\">")), "{page}");
            assert!(!html.contains("{{"), "{page} in {lang}");
            for (_, after) in html
                .match_indices("=\"/")
                .map(|(at, _)| html.split_at(at + 3))
            {
                let path = after.split(['"', '#', '?']).next().unwrap_or_default();
                let (_, name) = language(path);
                let exists = name.is_empty() || root.join(name).is_file();
                assert!(exists, "{page} in {lang} points at /{path}");
            }
            let here = html.matches("aria-current=\"page\"").count();
            assert!(here >= 1, "{page} in {lang} does not say where one is");
        }
    }
    assert!(pages.len() >= 6, "{pages:?}");
    Ok(())
}

#[test]
fn languages_have_the_same_sentences_and_pages_use_them_all() -> Result<()> {
    let root = root();
    let mut sources = String::new();
    for folder in [root.clone(), root.join("parts")] {
        for page in names(&folder, ".html")? {
            sources += &read(&folder, &page)?;
        }
    }
    let used: BTreeSet<_> = sources
        .split("{{t.")
        .skip(1)
        .filter_map(|after| after.split_once("}}"))
        .map(|(key, _)| key.to_owned())
        .collect();
    for lang in LANGS {
        let there: BTreeSet<_> = texts(&root, lang)?.into_keys().collect();
        let apart: Vec<_> = there.symmetric_difference(&used).collect();
        assert!(apart.is_empty(), "missing or unused in {lang}: {apart:?}");
    }
    Ok(())
}

#[test]
fn a_sentence_cannot_break_the_markup_and_a_missing_one_is_an_error() -> Result<()> {
    let root = std::env::temp_dir().join(format!("otklik-pages-{}", std::process::id()));
    fs::create_dir_all(root.join("texts"))?;
    fs::create_dir_all(root.join("parts"))?;
    fs::write(root.join("texts/uk.txt"), "# words\n\na = \"<&\n")?;
    fs::write(root.join("parts/top.html"), "<a href=\"{{home}}{{page}}\">")?;
    fs::write(root.join("x.html"), "{{part.top}}{{t.a}} {{server}}")?;
    fs::write(root.join("y.html"), "{{t.b}}")?;
    let sent = render(&root, "x.html", "uk", "http://s")?;
    assert_eq!(
        sent,
        "<a href=\"/uk/x.html\" aria-current=\"page\">&quot;&lt;&amp; http://s"
    );
    let missing = render(&root, "y.html", "uk", "http://s").unwrap_err();
    assert!(missing.to_string().contains("t.b"), "{missing}");
    fs::remove_dir_all(root)?;
    Ok(())
}
