use proptest::prelude::*;

use super::super::Place;
use super::PLACES;
use crate::model::Land;

#[track_caller]
fn lies_in(land: Land, typed: &[&str]) {
    for text in typed {
        assert_eq!(PLACES.find(text), Place::Land(land), "{text}");
    }
}

#[track_caller]
fn may_lie_in(laender: &[Land], typed: &[&str]) {
    for text in typed {
        assert_eq!(PLACES.find(text), Place::Ambiguous(laender.to_vec()), "{text}");
    }
}

#[test]
fn a_land_is_known_by_its_code_in_any_case() {
    for land in Land::ALL {
        lies_in(
            land,
            &[land.iso(), &land.iso().to_lowercase(), &land.iso()[3..], &format!("in {}", &land.iso()[3..])],
        );
    }
}

#[test]
fn a_land_is_known_by_its_names() {
    lies_in(
        Land::By,
        &["Bayern", "BAYERN!", "in Bayern", "Freistaat Bayern", "bayr", "Bayren", "im Süden Bayerns"],
    );
    lies_in(
        Land::Nw,
        &["NRW", "nordrhein westfalen", "Nordrheinwestfalen", "aus NRW", "Nordrhein-Westfahlen"],
    );
    lies_in(
        Land::Bw,
        &[
            "BaWü",
            "Bawü",
            "Ba-Wü",
            "Baden Württemberg",
            "badenwurttemberg",
            "Württemberg",
            "Baden-Würtemberg",
        ],
    );
    lies_in(
        Land::Mv,
        &["MV", "Meck-Pomm", "Mecklenburg", "Mecklenburg Vorpommern", "Meklenburg-Vorpommern", "meck"],
    );
    lies_in(Land::Rp, &["RLP", "Rheinland Pfalz", "Rheinland-Pfalz", "rheinlandpfalz", "Reinland-Pfalz"]);
    lies_in(
        Land::St,
        &[
            "LSA",
            "Sachsen-Anhalt",
            "Sachsen Anhalt",
            "Sachsen-Anhallt",
            "Sachsenanhalt",
            "Sachsen-Anh.",
            "Anhalt",
        ],
    );
    lies_in(Land::Sh, &["SH", "Schleswig-Holstein", "S-H", "Schleswig Holstien"]);
    lies_in(Land::Th, &["Thüringen", "Thueringen", "Thuringen", "Thüringn", "Tühringen", "thür"]);
    lies_in(Land::He, &["Hessen", "Hesen", "Land Hessen"]);
    lies_in(Land::Sl, &["Saarland", "Saar", "Saarlnd"]);
    lies_in(Land::Hb, &["Bremen", "Bremerhaven"]);
    lies_in(Land::Bb, &["Brandenburg", "Brandenburg an der Havel", "Brandenbrug"]);
}

#[test]
fn saxony_and_lower_saxony_are_not_mixed_up() {
    lies_in(Land::Sn, &["Sachsen", "Sachsenn", "in Sachsen", "Freistaat Sachsen"]);
    lies_in(
        Land::Ni,
        &["Niedersachsen", "Nieder-Sachsen", "Nidersachsen", "Niedersachen", "Süd-Niedersachsen"],
    );
    may_lie_in(&[Land::Sn, Land::St], &["Sachs"]);
}

#[test]
fn towns_and_regions_lead_to_their_land() {
    lies_in(
        Land::By,
        &[
            "München",
            "Munchen",
            "muenchen",
            "ich bin aus München",
            "Landkreis Passau",
            "Franken",
            "Oberpfalz",
            "Neu-Ulm",
            "Stadtrat in Hof",
        ],
    );
    lies_in(
        Land::Nw,
        &["Ruhrgebiet", "Köln", "Koln", "Münster", "Essen", "in Essen", "Düsseldorff", "Siegen-Wittgenstein"],
    );
    lies_in(
        Land::Ni,
        &["Ostfriesland", "Hannover", "Oldenburg", "Hannoversch Münden", "Freiburg/Elbe", "Leer"],
    );
    lies_in(Land::Bw, &["Freiburg", "Ulm", "Baden-Baden", "Offenburg", "Schwarzwald"]);
    lies_in(Land::Sh, &["Oldenburg in Holstein", "Oldenburg (Holstein)", "Kiel", "Lübeck"]);
    lies_in(
        Land::He,
        &[
            "Offenbach",
            "Frankfurt am Main",
            "Frankfurt/Main",
            "Frankfurt a.M.",
            "Bad Homburg",
            "Wetteraukreis",
        ],
    );
    lies_in(Land::Bb, &["Frankfurt (Oder)", "Frankfurt an der Oder", "Potsdam", "Uckermark"]);
    lies_in(Land::St, &["Halle (Saale)", "Halle an der Saale", "Magdeburg"]);
    lies_in(Land::Mv, &["Vorpommern", "Schwerin", "Neubrandenburg", "Rügen"]);
    lies_in(Land::Rp, &["Pfalz", "Mainz", "Neustadt an der Weinstraße", "Trier"]);
    lies_in(Land::Th, &["Erfurt", "Weimar", "Eisenach"]);
    lies_in(Land::Sn, &["Dresden", "Leipzig", "Sächsische Schweiz", "Neustadt in Sachsen"]);
    lies_in(Land::Sl, &["Saarbrücken", "St. Wendel", "Homburg"]);
    lies_in(Land::Be, &["Berlin", "Neukölln", "ich wohne in Berlin-Spandau"]);
    lies_in(Land::Hh, &["Hamburg", "Hambrug", "Altona"]);
}

#[test]
fn capitals_are_known() {
    let capitals = [
        "Potsdam",
        "Berlin",
        "Stuttgart",
        "München",
        "Bremen",
        "Wiesbaden",
        "Hamburg",
        "Schwerin",
        "Hannover",
        "Düsseldorf",
        "Mainz",
        "Kiel",
        "Saarbrücken",
        "Dresden",
        "Magdeburg",
        "Erfurt",
    ];
    for (capital, land) in capitals.into_iter().zip(Land::ALL) {
        lies_in(land, &[capital]);
    }
}

#[test]
fn a_name_that_stands_in_several_laender_is_asked_back() {
    may_lie_in(&[Land::Bb, Land::He], &["Frankfurt", "in Frankfurt"]);
    may_lie_in(&[Land::Nw, Land::St], &["Halle"]);
    may_lie_in(&[Land::Bw, Land::By], &["Allgäu", "Schwaben"]);
    may_lie_in(&[Land::Ni, Land::St, Land::Th], &["Harz"]);
    may_lie_in(&[Land::Bb, Land::Sn], &["Lausitz"]);
    may_lie_in(&[Land::He, Land::Ni], &["Rotenburg"]);
    may_lie_in(&[Land::By, Land::Sn], &["Rothenburg"]);
}

#[test]
fn the_land_beside_the_name_decides() {
    lies_in(Land::He, &["Frankfurt, Hessen", "Frankfurt in Hessen"]);
    lies_in(Land::By, &["Königstein (Bayern)", "Allgäu, Bayern"]);
    lies_in(Land::Nw, &["Halle, NRW", "Halle in NRW"]);
    lies_in(Land::Ni, &["Harz in Niedersachsen"]);
}

#[test]
fn two_laender_are_asked_back() {
    may_lie_in(&[Land::By, Land::He], &["Bayern oder Hessen", "ich wohne in Bayern und arbeite in Hessen"]);
    may_lie_in(&[Land::By, Land::Hh], &["München, Hamburg"]);
}

#[test]
fn a_postcode_alone_is_a_postcode() {
    for text in ["80331", "80331 Kleinkleckersdorf", "PLZ 80331", "D-80331"] {
        assert_eq!(PLACES.find(text), Place::Postcode, "{text}");
    }
    lies_in(Land::By, &["80331 München", "80331, Bayern"]);
}

#[test]
fn everything_else_is_unknown() {
    for text in [
        "",
        "?",
        "🙂",
        "weiß nicht",
        "egal",
        "Österreich",
        "Kleinkleckersdorf",
        "Deutschland",
        "Wien",
        "nicht Bayern",
        "beim Essen",
        "he",
        "Neu Hamburg",
        "1234",
        "ich will in Ruhe gelassen werden",
        "in Sachen Drohung",
        "Ich hasse das",
        "Ich war in einer Halle",
        "Nord",
        "neu",
        "im Regen",
        "wir waren dort",
        "Bad",
    ] {
        let place = PLACES.find(text);
        let expected = if text == "he" { Place::Land(Land::He) } else { Place::Unknown };
        assert_eq!(place, expected, "{text}");
    }
}

#[test]
fn a_name_with_another_ending_is_another_place() {
    for text in ["Wittenbergen", "Heilbrunn", "Merseberg", "in Augsberg"] {
        assert_eq!(PLACES.find(text), Place::Unknown, "{text}");
    }
    lies_in(Land::Mv, &["Wittenburg"]);
    lies_in(Land::Bb, &["Wittenberge"]);
    lies_in(Land::St, &["Wittenberg"]);
}

#[test]
fn a_search_is_parted_into_land_and_words() {
    for (text, land, rest) in [
        ("bayern recht", Some(Land::By), "recht"),
        ("recht in Bayern", Some(Land::By), "recht"),
        ("by psychosoziale Hilfe", Some(Land::By), "psychosoziale hilfe"),
        ("Sachsen-Anhalt", Some(Land::St), ""),
        ("rheinland pfalz online hass", Some(Land::Rp), "online hass"),
        ("thüringn anwalt", Some(Land::Th), "anwalt"),
        ("München", Some(Land::By), ""),
        ("recht", None, "recht"),
        ("bayern hessen recht", None, "bayern hessen recht"),
        ("Frankfurt recht", None, "frankfurt recht"),
        ("", None, ""),
    ] {
        assert_eq!(PLACES.land_in(text), (land, rest.to_owned()), "{text}");
    }
}

proptest! {
    #[test]
    fn any_text_is_some_place_or_none(text in any::<String>()) {
        let _ = (PLACES.find(&text), PLACES.land_in(&text));
    }

    #[test]
    fn an_ambiguous_place_has_two_laender_at_least(words in proptest::collection::vec("(Bayern|Halle|in|Frankfurt|Oder|Sachsen|Anhalt|Neu|12345|Harz)", 0..6)) {
        if let Place::Ambiguous(laender) = PLACES.find(&words.join(" ")) {
            prop_assert!(laender.len() > 1);
        }
    }
}
