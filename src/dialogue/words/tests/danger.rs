//! F37: words of danger are seen in any sentence, and ordinary answers are left alone.

use super::super::Danger;
use super::{LEXICON, NONE, failing};

const ACUTE: &[&str] = &[
    "er steht vor der Tür",
    "Er steht vor der Tuer!",
    "er steht vor der tur",
    "er steth vor meiner Haustür",
    "jemand klingelt dauernd an meiner Tür",
    "da wartet jemand vor unserer Wohung",
    "sie stehen vor meinem Haus",
    "da stehen Leute vor unserem Haus",
    "vor meiner Tür steht ein Mann",
    "Draußen stehen mehrere Männer",
    "jemand steht draußen",
    "jemand bricht gerade ein",
    "die brechen bei mir ein",
    "er versucht einzubrechen",
    "jemand klopft an meine Tür",
    "er hat ein Messer",
    "Er hat ein Meser in der Hand",
    "der Mann ist bewaffnet",
    "er hat eine Pistole dabei",
    "da schießt jemand auf uns",
    "ich habe Angst um mein Leben",
    "Ich fürchte um mein Leben",
    "habe Todesangst",
    "ich werde gerade verfolgt",
    "Ich werde grade verfolgt",
    "mich verfolgt gerade ein Auto",
    "jemand läuft hinter mir her",
    "sie sind hinter mir her",
    "er will mich umbringen",
    "der will meine Frau töten",
    "Er wird mich umbringen",
    "sie wollen uns umbringen",
    "ich glaube dass er mich umbringen will",
    "die schlagen gerade die Scheibe ein",
    "gerade werfen sie die Fenster ein",
    "Hilfe er ist hier",
    "hilfe, sie kommen",
    "er ist schon drin",
    "er kommt gleich",
    "bitte rufen Sie die Polizei",
    "ich brauche sofort Hilfe",
    "wir sind in Gefahr",
    "ich bin in akuter Gefahr",
    "ich bin gerade überfallen worden",
    "er schlägt mich gerade",
    "mein Auto brennt",
    "es brennt!!!",
    "soll ich die 110 anrufen",
    "Das ist ein Notfall, ich weiß nicht was ich tun soll",
    "sie greifen mich an",
    "Ich bin eingesperrt",
    "ich wurde schwer verletzt",
    "ER IST HIER",
    "er tritt die Tür ein",
    "sie werfen Steine auf unser Haus",
    "er verfolgt mich bis nach Hause",
    "Einer hat mich grad geschlagen",
    "Er droht mir. Er steht nicht mehr vor der Tür.",
    "da ist jemand im Haus",
    "sie sind vor meinem Haus",
    "ich werde gerade bedroht",
    "Hilfe, ich werde bedroht",
    "er bedroht mich gerade",
    "er droht mich umzubringen",
    "Er droht, mich zu töten",
    "Ich habe Angst, dass er mich umbringt",
    "jemand versucht die Tür aufzubrechen",
    "die Tür wird eingetreten",
    "jemand schleicht ums Haus",
    "er lauert mir auf",
    "Er stet vor der Tür",
    "die wollen mir was antun",
    "Mein Mann ist in Gefahr",
    "Ich bin nicht in Gefahr, aber meine Frau ist in Gefahr",
];

const CRISIS: &[&str] = &[
    "ich will nicht mehr leben",
    "ich moechte nicht mehr leben",
    "ich bringe mich um",
    "ich möchte sterben",
    "Ich möchte einfach nur noch sterben",
    "Suizid",
    "ich denke an Selbstmord",
    "Selbstmordgedanken",
    "suizidgedanken habe ich auch",
    "das Leben hat keinen Sinn mehr",
    "es hat alles keinen Sinn mehr",
    "am liebsten wäre ich tot",
    "ich wäre lieber tot",
    "ich kann nicht mehr",
    "Ich kann einfach nicht mehr!!",
    "ich halte das nicht mehr aus",
    "ich will mich umbringen",
    "ich denke daran, mich umzubringen",
    "ich tue mir etwas an",
    "ich möchte mir das Leben nehmen",
    "ich sehe keinen Ausweg",
    "ich bin völlig verzweifelt",
    "Ich weiß einfach nicht mehr weiter",
    "ohne mich wären alle besser dran",
    "ich will für immer einschlafen",
    "Ich halte das nicht aus",
    "Ich hab keine Kraft mehr",
    "mein Leben ist nicht mehr lebenswert",
    "ich habe Tabletten genommen",
    "Ich hab alle Schlaftabletten geschluckt",
    "Überdosis",
    "ich werd mich umbringen",
    "ich will mir was antun",
    "Ich denke daran, mir etwas anzutun",
    "Ich habe Angst, dass ich mir was antue",
];

const ORDINARY: &[&str] = &[
    "Drohbrief",
    "ich wurde bedroht",
    "Ich bin bedroht worden",
    "mein Auto wurde zerkratzt",
    "Brief lag vor der Tür",
    "Ein Drohbrief lag vor unserer Haustür",
    "Hass im Netz",
    "Beleidigung",
    "Lügen, üble Nachrede",
    "Nötigung, Erpressung",
    "Private Daten veröffentlicht",
    "Verfolgung, Stalking",
    "Körperlicher Angriff",
    "Sexuelle Belästigung",
    "Angst, Erschöpfung",
    "Druck durch Extremisten",
    "Im Amt oder in der Sitzung",
    "Ja, jetzt gerade",
    "Nein, im Moment nicht",
    "Ist schon angezeigt",
    "Keine Polizei",
    "Ich möchte anzeigen",
    "Es hört nicht auf",
    "Sehr stark",
    "Hilfe bei einer Anzeige",
    "Schutz, Sicherheit",
    "Hilfe",
    "ich brauche Hilfe",
    "Mahnwache vor dem Haus",
    "Reifen zerstochen",
    "Scheibe eingeworfen",
    "Jemand hat letzte Woche meine Scheibe eingeworfen",
    "ich werde seit Monaten beleidigt",
    "Ich wurde im Wahlkampf beschimpft",
    "Ich kann nicht mehr schlafen",
    "ich kann nachts nicht mehr schlafen",
    "Die Kommunalwahl steht vor der Tür",
    "Ich habe alles schriftlich festgehalten",
    "Ich weiß nicht",
    "Ich bin aus München",
    "Das geht schon länger so",
    "Er schreibt mir jeden Tag auf Facebook",
    "Sie schreiben unter jeden Beitrag Kommentare",
    "Ich möchte mit jemandem sprechen",
    "Früher im Amt",
    "Ich habe Angst",
    "Ich habe Angst um meine Kinder",
    "Ich bin Bürgermeister und lebe in einem kleinen Ort",
    "Ich lebe gern hier und will weitermachen",
    "Mein Leben hat einen Sinn",
    "Es sind 110 Kommentare",
    "Ich habe den Beitrag gelöscht",
    "Wir haben Plakate und einen Infostand",
    "Ich wurde verfolgt und aufgelauert",
    "Ich bin am Ende meiner Amtszeit",
    "Ich will nicht mehr kandidieren",
    "Er hat geschrieben: Ich bringe dich um",
    "Die Drohung war: Du bist bald tot",
    "Der Gemeinderat steht hinter mir",
    "ich werde seit Wochen bedroht",
    "Ich werde jetzt schon seit Wochen bedroht",
    "Ich brauche Hilfe, ich werde seit Monaten bedroht",
    "ich bin nicht in Gefahr",
    "nein ich bin nicht in gefahr",
    "nein, niemand ist in Gefahr",
    "Gerade ist niemand in Gefahr",
    "Es besteht keine akute Gefahr",
    "Ich sehe die Demokratie in Gefahr",
    "Mir wurde aufgelauert",
    "Die Schmiererei ist an meinem Haus",
    "Ich nehme Tabletten, um zu schlafen",
    "Hallo",
    "",
    "👍",
];

#[test]
fn acute_danger_is_seen() {
    let seen = |text: &str| matches!(LEXICON.danger(text), Some(Danger::Acute | Danger::Both));
    assert_eq!(failing(ACUTE, seen), NONE);
}

#[test]
fn despair_is_seen() {
    let seen = |text: &str| matches!(LEXICON.danger(text), Some(Danger::Crisis | Danger::Both));
    assert_eq!(failing(CRISIS, seen), NONE);
}

#[test]
fn ordinary_answers_bring_no_card() {
    assert_eq!(failing(ORDINARY, |text| LEXICON.danger(text).is_none()), NONE);
}

#[test]
fn no_option_of_the_intake_brings_a_card() {
    for (step, candidates) in super::pick::intake() {
        for candidate in candidates {
            let mut texts = vec![candidate.id.to_string(), candidate.label];
            texts.extend(candidate.words);
            for text in texts {
                assert_eq!(LEXICON.danger(&text), None, "{step}: {text}");
            }
        }
    }
}

#[test]
fn danger_from_outside_is_not_taken_for_despair() {
    for text in [
        "er will mich umbringen",
        "sie haben gedroht, mich umzubringen. Er steht vor der Tür",
        "die wollen mir was antun",
        "er will mir etwas antun",
        "er droht mich umzubringen",
        "Ich habe Angst, dass er mir was antut",
        "Ich habe Angst, dass er mich umbringt",
    ] {
        assert_eq!(LEXICON.danger(text), Some(Danger::Acute), "{text}");
    }
    for text in ["ich bringe mich um", "ich will mir was antun", "ich werd mich umbringen"] {
        assert_eq!(LEXICON.danger(text), Some(Danger::Crisis), "{text}");
    }
    assert_eq!(LEXICON.danger("Er steht vor der Tür. Ich kann nicht mehr."), Some(Danger::Both));
}

#[test]
fn danger_is_seen_at_the_end_of_a_long_account() {
    let account = "Seit Monaten kommen Briefe und Anrufe. ".repeat(200);
    assert_eq!(LEXICON.danger(&account), None);
    assert_eq!(LEXICON.danger(&format!("{account} Jetzt steht er vor der Tür.")), Some(Danger::Acute));
}
