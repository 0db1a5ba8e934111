//! Reading the content files: every fault of every file at once, each with its line.

use serde::Deserialize;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::check::{self, Placed};
use super::entry::{Entry, Exclusion};
use super::{Area, Directory, Fault, Offer, Problem};
use crate::model::{Land, OfferId};

/// What a content file holds, as its name says.
#[derive(Clone, Copy)]
enum Kind {
    Offers(Area),
    Exclusions,
}

impl Kind {
    fn of(file: &str) -> Option<Self> {
        match file.rsplit('/').next()?.strip_suffix(".toml")? {
            "excluded" => Some(Self::Exclusions),
            "bund" => Some(Self::Offers(Area::Bund)),
            land => Land::from_iso(&format!("DE-{land}")).map(|land| Self::Offers(Area::Land(land))),
        }
    }

    const fn section(self) -> &'static str {
        match self {
            Self::Offers(_) => "offer",
            Self::Exclusions => "excluded",
        }
    }
}

impl Directory {
    /// Reads and checks the content files, each as its name, with or without folders (`bund.toml`, `by.toml`, `excluded.toml`) and its text.
    ///
    /// # Errors
    ///
    /// All faults of all files, in the order of files and lines. Faults of the directory as a whole (something
    /// essential is missing) are looked for once every entry can be read, because an unreadable one would cause
    /// them.
    pub fn load(files: &[(&str, &str)]) -> Result<Self, Vec<Fault>> {
        let mut reader = Reader::default();
        for (file, text) in files {
            reader.read(file, text);
        }
        let Reader { entries, exclusions, mut faults } = reader;
        let readable = faults.is_empty();
        faults.extend(check::entries(&entries, &exclusions));
        let offers: Vec<Offer> = entries.into_iter().map(|placed| placed.entry.into_offer()).collect();
        if readable {
            faults.extend(check::whole(&offers));
        }
        if faults.is_empty() {
            return Ok(Self::new(offers));
        }
        faults.sort_by(|a, b| (&a.file, a.line).cmp(&(&b.file, b.line)));
        Err(faults)
    }
}

#[derive(Default)]
struct Reader {
    entries: Vec<Placed>,
    exclusions: Vec<Exclusion>,
    faults: Vec<Fault>,
}

impl Reader {
    fn read(&mut self, file: &str, text: &str) {
        let Some(kind) = Kind::of(file) else {
            self.fault(file, None, None, Problem::UnknownFile);
            return;
        };
        let lines = Lines::of(text);
        let (table, errors) = DeTable::parse_recoverable(text);
        if !errors.is_empty() {
            for error in errors {
                let line = error.span().map_or(1, |span| lines.at(span.start));
                let detail = error.message().to_owned();
                self.fault(file, Some(line), None, Problem::Unreadable { line, detail });
            }
            return;
        }
        for (key, value) in table.into_inner() {
            let line = lines.at(key.span().start);
            let section = key.into_inner();
            if let DeValue::Array(items) = value.into_inner()
                && section == kind.section()
            {
                for item in items {
                    self.item(file, &lines, kind, item);
                }
            } else {
                let section = section.into_owned();
                self.fault(file, Some(line), None, Problem::UnexpectedSection { section });
            }
        }
    }

    fn item(&mut self, file: &str, lines: &Lines, kind: Kind, item: Spanned<DeValue<'_>>) {
        let line = lines.at(item.span().start);
        let id = item.get_ref().get("id").and_then(|id| id.get_ref().as_str()).map(OfferId::from);
        let value = toml::de::ValueDeserializer::from(item);
        let read = match kind {
            Kind::Offers(area) => Entry::deserialize(value).map(|entry| {
                self.entries.push(Placed { file: file.to_owned(), line, area, entry });
            }),
            Kind::Exclusions => {
                Exclusion::deserialize(value).map(|exclusion| self.exclusions.push(exclusion))
            }
        };
        if let Err(error) = read {
            let line = error.span().map_or(line, |span| lines.at(span.start));
            let detail = error.message().to_owned();
            self.fault(file, Some(line), id, Problem::EntryUnreadable { detail });
        }
    }

    fn fault(&mut self, file: &str, line: Option<usize>, offer: Option<OfferId>, problem: Problem) {
        self.faults.push(Fault { file: file.to_owned(), line, offer, problem });
    }
}

/// Where the lines of a file end, so that asking for the line of each of many offers stays cheap.
struct Lines(Vec<usize>);

impl Lines {
    fn of(text: &str) -> Self {
        Self(text.match_indices('\n').map(|(byte, _)| byte).collect())
    }

    /// The line, counted from 1, in which a byte stands.
    fn at(&self, byte: usize) -> usize {
        self.0.partition_point(|&end| end < byte) + 1
    }
}

#[cfg(test)]
mod tests {
    use super::super::sample::{essentials, offer};
    use super::*;

    fn faults(files: &[(&str, &str)]) -> Vec<String> {
        Directory::load(files).err().unwrap_or_default().iter().map(ToString::to_string).collect()
    }

    #[test]
    fn all_faults_of_all_files_come_at_once_with_their_lines() {
        let federal = format!("{}\n{}", essentials(), offer("ohne-alles", &[("needs", "[]")]));
        let bavarian = offer("by-tippfehler", &[("police", "'vielleicht'"), ("area", "'DE-BY'")]);
        let faults = faults(&[
            ("bund.toml", &federal),
            ("by.toml", &bavarian),
            ("he.toml", "[[offer]]\nid = \n"),
            ("ni.toml", "[[angebot]]\nid = 'x'\n"),
            ("xx.toml", ""),
        ]);
        let begins = [
            "bund.toml:77 ohne-alles: field-empty field=needs",
            "by.toml:17 by-tippfehler: entry-unreadable detail=unknown variant `vielleicht`",
            "he.toml:2: unreadable line=2 detail=",
            "ni.toml:1: unexpected-section section=angebot",
            "xx.toml: unknown-file",
        ];
        assert_eq!(faults.len(), begins.len(), "{faults:#?}");
        for (fault, begin) in faults.iter().zip(begins) {
            assert!(fault.starts_with(begin), "{fault}");
        }
    }

    #[test]
    fn a_misspelt_field_is_not_overlooked() {
        let text = offer("neu", &[("phone_unpublised", "true")]);
        let found = faults(&[("bund.toml", &text)]);
        assert!(found.iter().any(|fault| fault.contains("unknown field `phone_unpublised`")), "{found:#?}");
    }

    #[test]
    fn a_forgotten_gate_is_not_an_open_one() {
        let text = offer("neu", &[("motive", "")]);
        let found = faults(&[("bund.toml", &text)]);
        assert!(found.iter().any(|fault| fault.contains("missing field `motive`")), "{found:#?}");
    }

    #[test]
    fn an_offer_stands_in_the_file_of_its_area() {
        let found = faults(&[("bund.toml", &essentials()), ("by.toml", &offer("by-neu", &[]))]);
        assert_eq!(found, ["by.toml:1 by-neu: wrong-file area=bund"]);
    }
}
