//! The sixteen Länder.

use std::fmt;

use serde::{Deserialize, Serialize};

macro_rules! laender {
    ($($variant:ident $iso:literal $ags:literal),+ $(,)?) => {
        /// One of the sixteen Länder, written as its ISO 3166-2 code (`DE-BY`).
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        pub enum Land {
            $(#[doc = $iso] #[serde(rename = $iso)] $variant,)+
        }

        impl Land {
            /// All sixteen, in the order of their ISO codes.
            pub const ALL: [Self; 16] = [$(Self::$variant,)+];

            /// The ISO 3166-2 code, `DE-BY`.
            #[must_use]
            pub const fn iso(self) -> &'static str {
                match self { $(Self::$variant => $iso,)+ }
            }

            /// The two digits with which every official municipality key (AGS) of this Land begins.
            #[must_use]
            pub const fn ags(self) -> &'static str {
                match self { $(Self::$variant => $ags,)+ }
            }

            /// Reads an ISO code, in capitals or not; `None` if there is no such Land.
            #[must_use]
            pub fn from_iso(code: &str) -> Option<Self> {
                Self::ALL.into_iter().find(|land| land.iso().eq_ignore_ascii_case(code))
            }
        }
    };
}

laender! {
    Bb "DE-BB" "12",
    Be "DE-BE" "11",
    Bw "DE-BW" "08",
    By "DE-BY" "09",
    Hb "DE-HB" "04",
    He "DE-HE" "06",
    Hh "DE-HH" "02",
    Mv "DE-MV" "13",
    Ni "DE-NI" "03",
    Nw "DE-NW" "05",
    Rp "DE-RP" "07",
    Sh "DE-SH" "01",
    Sl "DE-SL" "10",
    Sn "DE-SN" "14",
    St "DE-ST" "15",
    Th "DE-TH" "16",
}

impl fmt::Display for Land {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.iso())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_code_is_read_back() {
        for land in Land::ALL {
            assert_eq!(Land::from_iso(&land.iso().to_lowercase()), Some(land));
        }
        assert_eq!(Land::from_iso("DE-XX"), None);
    }
}
