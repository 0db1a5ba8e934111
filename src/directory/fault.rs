//! What can be wrong with the content files. Sentences for people are made elsewhere, from key and arguments.

use std::fmt;

use super::{Area, Audience, Situation};
use crate::model::OfferId;

/// One thing that is wrong, and where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// The content file (`by.toml`), or `offers` if the directory as a whole is meant.
    pub file: String,
    /// The line in it, counted from 1; `None` if the file or the directory as a whole is meant.
    pub line: Option<usize>,
    /// The offer, if its id could be read.
    pub offer: Option<OfferId>,
    /// What is wrong.
    pub problem: Problem,
}

impl fmt::Display for Fault {
    /// `by.toml:12 by-bud: region-without-name`, for logs and tests.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.file)?;
        if let Some(line) = self.line {
            write!(f, ":{line}")?;
        }
        if let Some(offer) = &self.offer {
            write!(f, " {offer}")?;
        }
        write!(f, ": {}", self.problem.key())?;
        for (name, value) in self.problem.args() {
            write!(f, " {name}={value}")?;
        }
        Ok(())
    }
}

/// What is wrong with a content file, an offer, or the directory as a whole.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Problem {
    /// The file belongs neither to the federation, nor to a Land, nor is it the list of what is excluded.
    UnknownFile,
    /// The file is not TOML; `detail` is the parser's own message.
    Unreadable {
        /// Counted from 1.
        line: usize,
        /// The parser's own message.
        detail: String,
    },
    /// The file holds something that does not belong there.
    UnexpectedSection {
        /// The key at the top level.
        section: String,
    },
    /// The entry has an unknown or missing field, or an unknown code; `detail` is the parser's own message.
    EntryUnreadable {
        /// The parser's own message.
        detail: String,
    },
    /// An id may hold small letters, digits and hyphens.
    IdMalformed,
    /// The id stands twice.
    IdRepeated {
        /// Where it stands first, as `file:line`.
        first: String,
    },
    /// The offer must not be shown any more.
    Excluded {
        /// Why, as the list of exclusions says.
        reason: String,
    },
    /// The number belongs to something that must not be shown.
    NumberExcluded {
        /// As it stands in the offer.
        number: String,
    },
    /// The offer stands in the file of another area.
    WrongFile {
        /// The area that the offer names.
        area: Area,
    },
    /// A field that must say something is empty.
    FieldEmpty {
        /// Its name in the file.
        field: &'static str,
    },
    /// A code stands twice in a list.
    CodeRepeated {
        /// Its name in the file.
        field: &'static str,
        /// The code.
        code: &'static str,
    },
    /// A part of a Land is given by keys, but has no name that can be shown.
    RegionWithoutName,
    /// A part of a Land is named, but no keys say which it is.
    RegionWithoutKeys,
    /// A key is none, or lies outside the Land of the offer.
    RegionOutside {
        /// The key.
        ags: String,
    },
    /// `alle` stands beside a narrower audience.
    AudienceMixed {
        /// The first that stands beside it.
        audience: Audience,
    },
    /// The offer claims to be made for something and to be wrong for it.
    NotForContradicts {
        /// That something.
        situation: Situation,
    },
    /// The offer is active, but would show neither a contact nor a description.
    NothingToShow,
    /// A phone number cannot be dialled.
    PhoneMalformed {
        /// As it stands there.
        number: String,
    },
    /// A number that is deliberately unpublished stands in the file.
    PhoneUnpublished,
    /// An e-mail address is none.
    EmailMalformed {
        /// As it stands there.
        address: String,
    },
    /// A web address is none, or not `https`.
    UrlMalformed {
        /// As it stands there.
        address: String,
    },
    /// A text holds a contact detail, which would escape the rule that only certain ones are shown.
    ContactInText {
        /// The field.
        field: &'static str,
    },
    /// A language is not an ISO 639-1 code.
    LanguageMalformed {
        /// As it stands there.
        code: String,
    },
    /// A date is neither `2025`, `2025-01` nor `2025-01-31`.
    DateMalformed {
        /// As it stands there.
        date: String,
    },
    /// An offer without which the directory cannot be used is missing.
    EssentialMissing {
        /// Its id.
        id: &'static str,
    },
    /// An offer without which the directory cannot be used is not active, not federal, not open to everybody,
    /// or has no certain phone number.
    EssentialUnusable {
        /// Its id.
        id: &'static str,
    },
    /// Nobody is reached there for psychosocial help without police and for everybody.
    NoPsychosocialHelp {
        /// The Land; `bund` for whoever does not tell theirs.
        area: Area,
    },
}

impl Problem {
    /// The id of the sentence that explains it.
    #[must_use]
    pub const fn key(&self) -> &'static str {
        match self {
            Self::UnknownFile => "unknown-file",
            Self::Unreadable { .. } => "unreadable",
            Self::UnexpectedSection { .. } => "unexpected-section",
            Self::EntryUnreadable { .. } => "entry-unreadable",
            Self::IdMalformed => "id-malformed",
            Self::IdRepeated { .. } => "id-repeated",
            Self::Excluded { .. } => "excluded",
            Self::NumberExcluded { .. } => "number-excluded",
            Self::WrongFile { .. } => "wrong-file",
            Self::FieldEmpty { .. } => "field-empty",
            Self::CodeRepeated { .. } => "code-repeated",
            Self::RegionWithoutName => "region-without-name",
            Self::RegionWithoutKeys => "region-without-keys",
            Self::RegionOutside { .. } => "region-outside",
            Self::AudienceMixed { .. } => "audience-mixed",
            Self::NotForContradicts { .. } => "not-for-contradicts",
            Self::NothingToShow => "nothing-to-show",
            Self::PhoneMalformed { .. } => "phone-malformed",
            Self::PhoneUnpublished => "phone-unpublished",
            Self::EmailMalformed { .. } => "email-malformed",
            Self::UrlMalformed { .. } => "url-malformed",
            Self::ContactInText { .. } => "contact-in-text",
            Self::LanguageMalformed { .. } => "language-malformed",
            Self::DateMalformed { .. } => "date-malformed",
            Self::EssentialMissing { .. } => "essential-missing",
            Self::EssentialUnusable { .. } => "essential-unusable",
            Self::NoPsychosocialHelp { .. } => "no-psychosocial-help",
        }
    }

    /// The arguments of that sentence, by name.
    #[must_use]
    pub fn args(&self) -> Vec<(&'static str, String)> {
        match self {
            Self::UnknownFile
            | Self::IdMalformed
            | Self::RegionWithoutName
            | Self::RegionWithoutKeys
            | Self::NothingToShow
            | Self::PhoneUnpublished => Vec::new(),
            Self::Unreadable { line, detail } => vec![("line", line.to_string()), ("detail", detail.clone())],
            Self::UnexpectedSection { section } => vec![("section", section.clone())],
            Self::EntryUnreadable { detail } => vec![("detail", detail.clone())],
            Self::IdRepeated { first } => vec![("first", first.clone())],
            Self::Excluded { reason } => vec![("reason", reason.clone())],
            Self::NumberExcluded { number } | Self::PhoneMalformed { number } => {
                vec![("number", number.clone())]
            }
            Self::FieldEmpty { field } | Self::ContactInText { field } => {
                vec![("field", (*field).to_owned())]
            }
            Self::CodeRepeated { field, code } => {
                vec![("field", (*field).to_owned()), ("code", (*code).to_owned())]
            }
            Self::RegionOutside { ags } => vec![("ags", ags.clone())],
            Self::AudienceMixed { audience } => vec![("audience", audience.to_string())],
            Self::NotForContradicts { situation } => vec![("situation", situation.to_string())],
            Self::EmailMalformed { address } | Self::UrlMalformed { address } => {
                vec![("address", address.clone())]
            }
            Self::LanguageMalformed { code } => vec![("code", code.clone())],
            Self::DateMalformed { date } => vec![("date", date.clone())],
            Self::EssentialMissing { id } | Self::EssentialUnusable { id } => vec![("id", (*id).to_owned())],
            Self::WrongFile { area } | Self::NoPsychosocialHelp { area } => {
                vec![("area", area.code().to_owned())]
            }
        }
    }
}
