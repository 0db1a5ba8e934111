### Die Angebotskarte und die Wörter des Hilfenetzes. Name, Beschreibung, Nummern und Zeiten eines Angebots
### stehen im Hilfenetz (content/offers), nicht hier.

## Karte: eine Zeile je Angabe; Zeilen ohne Angabe entfallen

offer-title = { $number }. { $name }
offer-title-region = { $number }. { $name } (nur { $region })
offer-gone = { $number }. Dieses Angebot gibt es in unserer Liste nicht mehr.
offer-organization = Träger: { $name }
offer-needs = Angebot: { $needs }
offer-reasons =
    { $reader ->
        [navigator] Passt zu: { $reasons }.
       *[contact] Vorgeschlagen, { $reasons }.
    }
offer-phone = Telefon: { $detail }
offer-mail = E-Mail: { $detail }
offer-web = Web: { $detail }
offer-schedule = Zeiten: { $detail }
offer-no-contact = Den Kontakt sucht die starke Stelle gern für Sie heraus.
offer-only-if-motive = Nur, wenn das Motiv passt: { $motives }.
offer-police-yes = Wichtig: Das ist eine Stelle von Polizei oder Justiz. Erfährt sie von einer Straftat, muss sie ermitteln.
offer-police-optional = Keine Polizei, kann aber zu ihr führen.
offer-status-temporarily_closed = Zurzeit geschlossen.
offer-status-on_occasion = Nur zu bestimmten Anlässen erreichbar.
offer-status-under_review = Wir prüfen gerade, ob es das Angebot noch gibt.
offer-fresh = Stand: { $month }
offer-review-due = Stand: { $month }, bitte vorher prüfen
offer-unassured = Angaben noch nicht bestätigt

offer-cost-free = Kostenlos.
offer-cost-check = Bitte fragen Sie nach den Kosten.
offer-anonymous-yes = Anonym möglich.
offer-anonymous-on-request = Auf Wunsch anonym.
offer-anonymous-no = Nicht anonym.

## Gründe: jeder ist ein Satzteil mit „weil“

reason-danger =
    { $reader ->
        [navigator] Gefahr jetzt
       *[contact] weil Sie von Gefahr berichten
    }
reason-need =
    { $reader ->
        [navigator] { $need }
       *[contact] weil Sie { $need } suchen
    }
reason-situation =
    { $reader ->
        [navigator] { $situation }
       *[contact] weil es um { $situation } geht
    }
reason-land =
    { $reader ->
        [navigator] { $land }
       *[contact] weil Sie { $land } angegeben haben
    }
reason-audience =
    { $reader ->
        [navigator] { $audience }
       *[contact] weil es für { $audience } da ist
    }
reason-without-police =
    { $reader ->
        [navigator] ohne Polizei
       *[contact] weil es ohne Polizei hilft
    }
reason-any-motive =
    { $reader ->
        [navigator] Motiv ohne Bedeutung
       *[contact] weil das Motiv hier keine Rolle spielt
    }
reason-nationwide =
    { $reader ->
        [navigator] bundesweit
       *[contact] weil es in ganz Deutschland hilft
    }
reason-guide =
    { $reader ->
        [navigator] kennt das ganze Hilfenetz
       *[contact] weil die starke Stelle alle anderen Angebote kennt
    }

## Arten der Hilfe: Wörter, die in „weil Sie … suchen“ passen

need-gefahrenabwehr = Schutz bei Gefahr
need-lotse = Orientierung
need-anzeige = Hilfe bei einer Anzeige
need-opferberatung = Beratung für Betroffene
need-psychosozial = seelische Unterstützung
need-recht = Rechtsberatung
need-online-hass = Hilfe bei Hass im Netz
need-meldestelle = Meldewege für Beiträge
need-sicherheitsberatung = Schutz und Sicherheit
need-kommunikation = Hilfe bei Presse und Öffentlichkeit
need-praevention = Vorbeugung
need-extremismus-beratung = Beratung zu Extremismus
need-finanziell = finanzielle Hilfe
need-vernetzung = Austausch mit anderen
need-information = Information

## Worum es geht: Wörter, die in „weil es um … geht“ passen

situation-akute_gefahr = akute Gefahr
situation-bedrohung = Drohungen
situation-beleidigung = Beleidigung
situation-verleumdung = Lügen oder üble Nachrede
situation-noetigung = Nötigung oder Erpressung
situation-hass_im_netz = Hass im Netz
situation-hassnachricht = Hass per Brief, Mail oder Anruf
situation-doxing_feindesliste = veröffentlichte private Daten
situation-nachstellung = Verfolgung oder Stalking
situation-sachbeschaedigung = Sachbeschädigung
situation-taetlicher_angriff = körperliche Angriffe
situation-sexualisiert = sexuelle Belästigung
situation-extremismus = Druck durch Extremisten
situation-wahlkampf = Vorfälle im Wahlkampf
situation-verwaltung = Vorfälle im Amt oder in der Sitzung
situation-angehoerige = Angehörige
situation-belastung = Angst oder Erschöpfung
situation-verfahren = Fragen zu einer Anzeige
situation-praevention = Vorbeugung

## Für wen: Wörter, die in „weil es für … da ist“ passen

audience-hauptamt = Menschen im Hauptamt
audience-ehrenamt = Menschen im Ehrenamt
audience-kandidierende = Kandidierende
audience-angehoerige = Angehörige
audience-verwaltung = Beschäftigte der Verwaltung
audience-alle = alle

## Welches Motiv eine Stelle voraussetzt

motive-alle = jedes Motiv
motive-rechts_rassistisch_antisemitisch = rechts, rassistisch oder antisemitisch
motive-extremistisch = extremistisch
motive-diskriminierung = Diskriminierung
motive-antisemitisch = antisemitisch
motive-politisch = politisch
motive-politisch_oder_diskriminierung = politisch oder Diskriminierung

## Länder

land-DE-BB = Brandenburg
land-DE-BE = Berlin
land-DE-BW = Baden-Württemberg
land-DE-BY = Bayern
land-DE-HB = Bremen
land-DE-HE = Hessen
land-DE-HH = Hamburg
land-DE-MV = Mecklenburg-Vorpommern
land-DE-NI = Niedersachsen
land-DE-NW = Nordrhein-Westfalen
land-DE-RP = Rheinland-Pfalz
land-DE-SH = Schleswig-Holstein
land-DE-SL = Saarland
land-DE-SN = Sachsen
land-DE-ST = Sachsen-Anhalt
land-DE-TH = Thüringen

## Zeiten

month-name = { $number ->
    [1] Januar
    [2] Februar
    [3] März
    [4] April
    [5] Mai
    [6] Juni
    [7] Juli
    [8] August
    [9] September
    [10] Oktober
    [11] November
   *[other] Dezember
    }
month = { $name } { $year }
