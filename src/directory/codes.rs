//! The controlled vocabulary of the directory: what an offer does, for whom, in which situation.

use std::fmt;

use serde::{Deserialize, Serialize};

macro_rules! codes {
    ($(#[$doc:meta])* $name:ident { $($(#[$vdoc:meta])* $variant:ident = $code:literal,)+ }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        pub enum $name {
            $($(#[$vdoc])* #[doc = concat!("`", $code, "`")] #[serde(rename = $code)] $variant,)+
        }

        impl $name {
            /// Every code, in the order of importance or of the usual lists.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)+];

            /// The code as it stands in content files and in the ids of texts.
            #[must_use]
            pub const fn code(self) -> &'static str {
                match self { $(Self::$variant => $code,)+ }
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(self.code())
            }
        }
    };
}

codes! {
    /// What kind of help an offer gives, or a person needs.
    Need {
        Gefahrenabwehr = "gefahrenabwehr",
        Lotse = "lotse",
        Anzeige = "anzeige",
        Opferberatung = "opferberatung",
        Psychosozial = "psychosozial",
        Recht = "recht",
        OnlineHass = "online-hass",
        Meldestelle = "meldestelle",
        Sicherheitsberatung = "sicherheitsberatung",
        Kommunikation = "kommunikation",
        Praevention = "praevention",
        ExtremismusBeratung = "extremismus-beratung",
        Finanziell = "finanziell",
        Vernetzung = "vernetzung",
        Information = "information",
    }
}

codes! {
    /// What has happened, or what it is about.
    Situation {
        AkuteGefahr = "akute_gefahr",
        Bedrohung = "bedrohung",
        Beleidigung = "beleidigung",
        Verleumdung = "verleumdung",
        Noetigung = "noetigung",
        HassImNetz = "hass_im_netz",
        Hassnachricht = "hassnachricht",
        DoxingFeindesliste = "doxing_feindesliste",
        Nachstellung = "nachstellung",
        Sachbeschaedigung = "sachbeschaedigung",
        TaetlicherAngriff = "taetlicher_angriff",
        Sexualisiert = "sexualisiert",
        Extremismus = "extremismus",
        Wahlkampf = "wahlkampf",
        Verwaltung = "verwaltung",
        Angehoerige = "angehoerige",
        Belastung = "belastung",
        Verfahren = "verfahren",
        Praevention = "praevention",
    }
}

codes! {
    /// For whom an offer is, or who somebody is.
    Audience {
        /// Full-time office (elected mayors, Landräte).
        Hauptamt = "hauptamt",
        /// Honorary office or mandate.
        Ehrenamt = "ehrenamt",
        Kandidierende = "kandidierende",
        Angehoerige = "angehoerige",
        Verwaltung = "verwaltung",
        /// On an offer: open to everybody. Never an answer.
        Alle = "alle",
    }
}

codes! {
    /// The motive a contact suspects. Never required; `unbekannt` is also what an unasked question means.
    Motive {
        Rechts = "rechts",
        Links = "links",
        Religioes = "religioes",
        Persoenlich = "persoenlich",
        Unbekannt = "unbekannt",
    }
}

codes! {
    /// Which motive an offer requires before it may help.
    MotiveGate {
        Alle = "alle",
        RechtsRassistischAntisemitisch = "rechts_rassistisch_antisemitisch",
        Extremistisch = "extremistisch",
        Diskriminierung = "diskriminierung",
        Antisemitisch = "antisemitisch",
        Politisch = "politisch",
        PolitischOderDiskriminierung = "politisch_oder_diskriminierung",
    }
}

codes! {
    /// Whether the contact of an offer is itself police or prosecution, which must investigate what it learns
    /// (principle of legality, § 163 StPO).
    Police {
        Yes = "yes",
        /// Not police, but may lead there if the person wants it.
        Optional = "optional",
        No = "no",
    }
}

codes! {
    /// What a contact said about the police. Not asked, or skipped, means `unsicher`.
    PoliceWish {
        Angezeigt = "angezeigt",
        Gewuenscht = "gewuenscht",
        Nicht = "nicht",
        Unsicher = "unsicher",
    }
}

codes! {
    /// Whether an offer takes part in matching.
    Status {
        Active = "active",
        /// Closed for a known time; comes back.
        TemporarilyClosed = "temporarily_closed",
        /// Runs only on occasion (elections, large events).
        OnOccasion = "on_occasion",
        /// Editors are not sure that it still exists.
        UnderReview = "under_review",
    }
}

codes! {
    /// Whether one can be helped without giving a name.
    Anonymity {
        Ja = "ja",
        AufWunsch = "auf_wunsch",
        Nein = "nein",
        Unbekannt = "unbekannt",
    }
}

codes! {
    /// What the help costs.
    Cost {
        Kostenfrei = "kostenfrei",
        Unbekannt = "unbekannt",
    }
}

codes! {
    /// By which way an offer is reached.
    Way {
        Telefon = "telefon",
        Mail = "mail",
        Chat = "chat",
        Video = "video",
        Web = "web",
        Brief = "brief",
        VorOrt = "vor_ort",
    }
}

codes! {
    /// How sure the editors are that the offer exists as described.
    Confidence {
        High = "high",
        Medium = "medium",
        Low = "low",
    }
}
