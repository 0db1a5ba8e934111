//! The invariants of `ARCHITECTURE.md`, kept by reading the sources.

use std::path::{Path, PathBuf};

/// The layers from top to bottom: a line may use what stands below it.
const LAYERS: [&str; 12] = [
    "cli",
    "app",
    "runtime",
    "channel",
    "store",
    "ops",
    "text",
    "privacy",
    "desk",
    "dialogue",
    "directory",
    "model",
];

/// Folders that know no async, no SQL, no SDK, no clock, no German sentence.
const PURE: [&str; 4] = ["desk", "dialogue", "directory", "model"];

struct Source {
    layer: String,
    name: String,
    /// The code without comments and without what follows `#[cfg(test)]`.
    code: String,
}

fn sources() -> Vec<Source> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut files = Vec::new();
    collect(&root, &mut files);
    assert!(
        files.len() > 50,
        "only {} source files were found: this test looks in the wrong place",
        files.len()
    );
    files
        .into_iter()
        .map(|path| {
            let name = path.strip_prefix(&root).unwrap().to_string_lossy().into_owned();
            let layer = name.split(['/', '.']).next().unwrap().to_owned();
            let text = std::fs::read_to_string(&path).unwrap();
            let code = text
                .split("#[cfg(test)]\nmod tests {")
                .next()
                .unwrap()
                .lines()
                .filter(|line| !line.trim_start().starts_with("//"))
                .collect::<Vec<_>>()
                .join("\n");
            Source { layer, name, code }
        })
        .collect()
}

fn collect(folder: &Path, files: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            if path.file_name().is_some_and(|name| name != "tests") {
                collect(&path, files);
            }
        } else if path.extension().is_some_and(|ending| ending == "rs")
            && !matches!(path.file_name().and_then(|name| name.to_str()), Some("tests.rs" | "sample.rs"))
        {
            files.push(path);
        }
    }
}

fn violations(found: impl Fn(&Source) -> Vec<String>) -> Vec<String> {
    sources()
        .iter()
        .flat_map(|source| found(source).into_iter().map(|what| format!("{}: {what}", source.name)))
        .collect()
}

fn mentions(source: &Source, words: &[&str]) -> Vec<String> {
    words
        .iter()
        .filter(|word| source.code.contains(**word))
        .map(|word| format!("contains {word:?}"))
        .collect()
}

#[test]
fn a_layer_uses_only_what_stands_below_it() {
    let found = violations(|source| {
        let Some(own) = LAYERS.iter().position(|layer| *layer == source.layer) else { return Vec::new() };
        LAYERS[..own]
            .iter()
            .filter(|above| {
                source.code.contains(&format!("crate::{above}::"))
                    || source.code.contains(&format!("crate::{above};"))
            })
            .map(|above| format!("uses {above}, which stands above it"))
            .collect()
    });
    assert_eq!(found, Vec::<String>::new());
}

#[test]
fn the_layers_in_lib_stand_in_this_order() {
    let lib = std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("src/lib.rs")).unwrap();
    let declared: Vec<&str> =
        lib.lines().filter_map(|line| line.strip_prefix("pub mod ")?.strip_suffix(';')).collect();
    assert_eq!(declared, LAYERS);
}

#[test]
fn the_core_is_pure() {
    let found = violations(|source| {
        if !PURE.contains(&source.layer.as_str()) {
            return Vec::new();
        }
        let mut words = vec![
            "async ",
            ".await",
            "sqlx",
            "tokio",
            "matrix_sdk",
            "teloxide",
            "std::fs",
            "std::net",
            "std::env",
            "tracing::",
            "Instant::now",
            "SystemTime",
        ];
        if source.name != "model/clock.rs" {
            words.push("::now()");
        }
        mentions(source, &words)
    });
    assert_eq!(found, Vec::<String>::new());
}

#[test]
fn sql_stands_in_the_store_alone_and_sdks_in_the_channels_alone() {
    let found = violations(|source| {
        let mut words = Vec::new();
        if source.layer != "store" {
            words.extend(["SELECT ", "INSERT INTO", "DELETE FROM", "sqlx::query"]);
        }
        if source.layer != "channel" {
            words.extend(["matrix_sdk::", "teloxide::"]);
        }
        mentions(source, &words)
    });
    assert_eq!(found, Vec::<String>::new());
}

#[test]
fn sentences_for_people_stand_in_the_locales_alone() {
    const GERMAN: [&str; 14] = [
        " der ", " die ", " das ", " und ", " nicht ", " Sie ", " Ihnen ", " bitte ", "Bitte ", " ist ",
        " wird ", " haben ", " eine ", " mit ",
    ];
    let found = violations(|source| {
        string_literals(&source.code)
            .into_iter()
            .filter(|text| GERMAN.iter().any(|word| text.contains(word)))
            .map(|text| format!("says {text:?}"))
            .collect()
    });
    assert_eq!(found, Vec::<String>::new());
}

#[test]
fn no_telephone_number_and_no_link_stands_in_the_code() {
    let found = violations(|source| {
        string_literals(&source.code)
            .into_iter()
            .filter(|text| {
                let digits = text.chars().filter(char::is_ascii_digit).count();
                let dialled = digits >= 6 && text.chars().all(|c| c.is_ascii_digit() || " /-+()".contains(c));
                dialled || text.contains("http://") || text.contains("https://") || text.contains("www.")
            })
            .filter(|text| !matches!(text.as_str(), "https://" | "http://" | "www."))
            .map(|text| format!("says {text:?}"))
            .collect()
    });
    assert_eq!(found, Vec::<String>::new());
}

/// What may be logged are fixed words and errors that are made of fixed words: never a message, never a person.
#[test]
fn nothing_personal_is_handed_to_the_log() {
    let found = violations(|source| {
        source
            .code
            .match_indices("tracing::")
            .filter_map(|(at, _)| {
                let call = call_at(&source.code[at..]);
                ["text", "body", "address", "sender", "reveal", "name", "event"]
                    .iter()
                    .find(|word| call.split('"').step_by(2).any(|code| code.contains(**word)))
                    .map(|word| format!("logs something called {word}"))
            })
            .collect()
    });
    assert_eq!(found, Vec::<String>::new());
}

#[test]
fn no_file_has_outgrown_its_noun() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut files = Vec::new();
    collect(&root, &mut files);
    let long: Vec<_> = files
        .iter()
        .map(|path| (path, std::fs::read_to_string(path).unwrap().lines().count()))
        .filter(|(_, lines)| *lines > 450)
        .collect();
    assert_eq!(long, Vec::new());
}

/// A call from its name to its closing parenthesis.
fn call_at(code: &str) -> &str {
    let (mut depth, mut quoted) = (0, false);
    for (at, c) in code.char_indices() {
        match c {
            '"' => quoted = !quoted,
            '(' if !quoted => depth += 1,
            ')' if !quoted => {
                depth -= 1;
                if depth == 0 {
                    return &code[..at];
                }
            }
            _ => {}
        }
    }
    code
}

/// The string literals of Rust code, roughly: good enough to look for words in them.
fn string_literals(code: &str) -> Vec<String> {
    let mut literals = Vec::new();
    let mut literal: Option<String> = None;
    let mut chars = code.chars().peekable();
    while let Some(c) = chars.next() {
        match (&mut literal, c) {
            (None, '\'') => {
                // A character literal such as '"' must not open a string; a lifetime is left alone.
                let mut ahead = chars.clone();
                let first = ahead.next();
                if first == Some('\\') {
                    chars.next();
                    chars.next();
                    chars.next();
                } else if ahead.next() == Some('\'') {
                    chars.next();
                    chars.next();
                }
            }
            (None, '"') => literal = Some(String::new()),
            (Some(text), '\\') => text.extend(chars.next()),
            (Some(_), '"') => literals.extend(literal.take()),
            (Some(text), c) => text.push(c),
            (None, _) => {}
        }
    }
    literals
}
