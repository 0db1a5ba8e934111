### Die Fragen des Intake-Dialogs (content/intake.toml).
###
### step-<id>            die Frage
### step-<id>-hint       ein Satz dazu, wenn er hilft
### step-<id>-<option>   was angetippt werden kann: kurz, denn es steht auf einer Schaltfläche
### advice-<id>          ein Hinweis, der mit dem Ergebnis kommt
###
### Überall dürfen stehen: $phone, $mail, $web, $hours und $organization der starken Stelle, $police-phone und
### $rescue-phone (Notrufe), $consent-hours, $intake-days, $closed-days, $event-days (Fristen). Telefonnummern,
### Adressen und Links stehen nie hier, sondern im Hilfenetz.

## Einwilligung

step-einwilligung =
    Bevor wir anfangen: Darf ich speichern, was Sie schreiben?

    Ich brauche Ihre Antworten, damit ich passende Hilfe finde. Manches davon ist sehr persönlich: Ihr Amt, vielleicht Ihre politischen Ansichten und wie stark Sie das belastet, also auch Ihre Gesundheit. Ihr Ja gilt ausdrücklich auch dafür.

    Vor Ihrem Ja speichere ich nichts, was Sie schreiben. Ich merke mir nur verschlüsselt für { $consent-hours } Stunden, dass ich gefragt habe.

    Brechen Sie die Fragen ab, lösche ich alles nach { $intake-days } Tagen. Ist Ihr Fall abgeschlossen, lösche ich alles nach { $closed-days } Tagen. Mit „löschen“ nehmen Sie Ihr Ja jederzeit zurück.

    Es geht auch ohne mich: { $phone } oder { $mail }.
step-einwilligung-again = Darf ich Ihre Antworten speichern und Ihnen ein paar Fragen stellen?
step-einwilligung-ja = Ja, ich bin einverstanden
step-einwilligung-nein = Nein
step-einwilligung-mehr = Mehr dazu

## Gefahr jetzt

step-gefahr = Ist gerade jemand in Gefahr, Sie oder eine andere Person?
step-gefahr-hint = Zum Beispiel: Jemand steht vor der Tür oder droht in diesem Moment.
step-gefahr-ja = Ja, jetzt gerade
step-gefahr-nein = Nein, im Moment nicht

## Für wen

step-anliegen = Worum geht es?
step-anliegen-selbst = Um mich selbst
step-anliegen-andere = Um eine andere Person
step-anliegen-information = Ich möchte mich informieren

## Rolle der betroffenen Person

step-rolle = Um welches Amt oder welche Aufgabe geht es?
step-rolle-hint = Gemeint ist die Person, die betroffen ist. Nach einer Partei frage ich nie.
step-rolle-buergermeister_hauptamt = Bürgermeisteramt, hauptamtlich
step-rolle-buergermeister_ehrenamt = Bürgermeisteramt, ehrenamtlich
step-rolle-landrat = Landrätin oder Landrat
step-rolle-beigeordnete = Beigeordnete, Dezernate
step-rolle-rat = Gemeinderat, Stadtrat, Stadtverordnete
step-rolle-kreistag = Kreistag
step-rolle-ortsvorsteher = Ortsvorsteheramt, Ortsbeirat
step-rolle-kandidierende = Kandidatur
step-rolle-verwaltung = Verwaltung, Beschäftigte
step-rolle-angehoerige = Familie, Angehörige
step-rolle-ehemalige = Früher im Amt
step-rolle-andere_rolle = Etwas anderes

## Land

step-land = In welchem Bundesland?
step-land-hint = Das Land genügt. Den Ort brauche ich nicht.
step-land-keine_angabe = Möchte ich nicht sagen

## Was geschehen ist

step-vorfall = Was ist geschehen?
step-vorfall-hint = Sie können mehreres wählen. Danach geht es mit „fertig“ weiter.
step-vorfall-beleidigung = Beleidigung
step-vorfall-verleumdung = Lügen, üble Nachrede
step-vorfall-bedrohung = Drohung
step-vorfall-noetigung = Nötigung, Erpressung
step-vorfall-hass_im_netz = Hass im Netz
step-vorfall-hassnachricht = Hass per Brief, Mail, Anruf
step-vorfall-doxing_feindesliste = Private Daten veröffentlicht
step-vorfall-nachstellung = Verfolgung, Stalking
step-vorfall-sachbeschaedigung = Sachbeschädigung
step-vorfall-taetlicher_angriff = Körperlicher Angriff
step-vorfall-sexualisiert = Sexuelle Belästigung
step-vorfall-extremismus = Druck durch Extremisten
step-vorfall-wahlkampf = Vorfall im Wahlkampf
step-vorfall-verwaltung = Im Amt oder in der Sitzung
step-vorfall-belastung = Angst, Erschöpfung
step-vorfall-verfahren = Fragen zu einer Anzeige

## Thema, wenn es um Information geht

step-thema = Was interessiert Sie?
step-thema-hint = Sie können mehreres wählen. Danach geht es mit „fertig“ weiter.
step-thema-praevention = Vorbeugen
step-thema-rechtslage = Rechtslage
step-thema-online_hass = Hass im Netz
step-thema-sicherheit = Eigene Sicherheit
step-thema-kommunikation = Presse, Öffentlichkeit
step-thema-vernetzung = Austausch mit anderen

## Polizei

step-polizei = Soll die Polizei beteiligt sein?
step-polizei-hint = Jede Antwort ist in Ordnung. Hilfe gibt es auch ohne Polizei.
step-polizei-angezeigt = Ist schon angezeigt
step-polizei-gewuenscht = Ich möchte anzeigen
step-polizei-nicht = Keine Polizei
step-polizei-unsicher = Ich weiß es noch nicht

## Gewünschte Hilfe

step-hilfe = Was würde jetzt helfen?
step-hilfe-hint = Sie können mehreres wählen. Danach geht es mit „fertig“ weiter.
step-hilfe-sprechen = Mit jemandem sprechen
step-hilfe-psychosozial = Seelische Unterstützung
step-hilfe-recht = Rechtlicher Rat
step-hilfe-anzeige = Hilfe bei einer Anzeige
step-hilfe-sicherheit = Schutz, Sicherheit
step-hilfe-loeschung = Beiträge melden und löschen
step-hilfe-kommunikation = Presse, Öffentlichkeit
step-hilfe-finanziell = Finanzielle Hilfe
step-hilfe-vernetzung = Austausch mit anderen

## Mehr erzählen?

step-details = Möchten Sie noch etwas mehr erzählen?
step-details-hint = Das sind wenige kurze Fragen. Sie sind freiwillig und helfen beim Gespräch mit der starken Stelle.
step-details-ja = Ja, gern
step-details-nein = Nein, das genügt

## Zusatzfragen

step-ort = Wo ist es geschehen?
step-ort-hint = Sie können mehreres wählen. Danach geht es mit „fertig“ weiter.
step-ort-netz = Internet, Messenger
step-ort-mail = E-Mail
step-ort-brief = Brief
step-ort-telefon = Telefon
step-ort-amt = Im Amt, in der Sitzung
step-ort-oeffentlich = Öffentlich, Veranstaltung
step-ort-zuhause = Zu Hause
step-ort-arbeit = Am Arbeitsplatz
step-ort-auto_buero = Am Auto oder Büro

step-haeufigkeit = Ist es einmal geschehen oder öfter?
step-haeufigkeit-einmalig = Einmal
step-haeufigkeit-wiederholt = Mehrmals
step-haeufigkeit-andauernd = Es hört nicht auf

step-zeitraum = Wie lange ist es her?
step-zeitraum-hint = Gemeint ist der letzte Vorfall. Ein Datum brauche ich nicht.
step-zeitraum-unter_zwei_monate = Weniger als zwei Monate
step-zeitraum-ueber_zwei_monate = Mehr als zwei Monate
step-zeitraum-unklar = Ich weiß es nicht

step-belastung = Wie sehr belastet es Sie?
step-belastung-wenig = Wenig
step-belastung-mittel = Ziemlich
step-belastung-stark = Sehr stark

step-motiv = Vermuten Sie einen Grund für den Hass?
step-motiv-hint = Eine Vermutung genügt. Manche Beratungsstellen helfen nur bei bestimmten Motiven.
step-motiv-rechts = Rechts, rassistisch, antisemitisch
step-motiv-links = Links
step-motiv-religioes = Religiös
step-motiv-persoenlich = Persönlich
step-motiv-unbekannt = Ich weiß es nicht

step-name = Wie dürfen wir Sie ansprechen?
step-name-hint = Ein Vorname oder ein erfundener Name genügt. Sie können die Frage auch überspringen.

step-schilderung = Möchten Sie mit eigenen Worten erzählen, was geschehen ist?
step-schilderung-hint = Ein paar Sätze genügen. Bitte nennen Sie keine Namen anderer Menschen.

step-belege = Haben Sie Belege? Sie können sie hier schicken.
step-belege-hint = Das können Links, Fotos oder Screenshots sein. Danach geht es mit „fertig“ weiter. Bitte decken Sie Namen Unbeteiligter ab, wenn das geht.

## Prüfen und übergeben

step-pruefen = Was möchten Sie jetzt tun?
step-pruefen-hint = Weitergegeben wird nur, was Sie oben sehen, und erst, wenn Sie es sagen.
step-pruefen-uebergeben = An die starke Stelle geben
step-pruefen-angebote = Angebote noch einmal zeigen
step-pruefen-aendern = Eine Antwort ändern
step-pruefen-loeschen = Alles löschen

## Hinweise zum Ergebnis

advice-beweise = Sichern Sie zuerst Beweise, bevor Sie einen Beitrag melden. Machen Sie einen Screenshot mit Link, Datum, Uhrzeit, Profil und dem ganzen Verlauf. Heben Sie Briefe und Umschläge auf und fassen Sie sie wenig an. Notieren Sie bei Anrufen: Nummer, Uhrzeit, Wortlaut und wer dabei war.
advice-nicht_antworten = Am besten antworten Sie nicht darauf. Eine Antwort kann neue Nachrichten auslösen. Erzählen Sie jemandem davon, dem Sie vertrauen.
advice-tagebuch = Führen Sie eine kurze Liste: Datum, Uhrzeit, Ort, was geschehen ist und wer es gesehen hat. Stichworte genügen. So wird sichtbar, was sich wiederholt.
advice-auskunftssperre = Sie können bei der Meldebehörde eine Auskunftssperre beantragen (§ 51 BMG). Dann wird Ihre Anschrift nicht ohne Weiteres herausgegeben. Das geht auch für die Familie. Die Sperre gilt für zwei bzw. vier Jahre – Ihre Meldebehörde weiß, was gilt.
advice-antragsfrist = Gut zu wissen: Bei manchen Straftaten, zum Beispiel Beleidigung, braucht es einen Strafantrag. Die Frist dafür beträgt drei Monate. Sie beginnt, wenn die betroffene Person von der Tat erfährt und weiß, wer es war. Eine Strafanzeige ist etwas anderes, für sie gilt diese Frist nicht. Fragen Sie dazu die starke Stelle oder eine Anwaltskanzlei.
advice-adresse_vor_anzeige = Fragen Sie vor einer Anzeige, welche Anschrift Sie angeben müssen. Ihre Privatanschrift kann sonst in der Akte stehen. Das gilt auch für Anzeigen im Internet.
advice-nicht_allein = Bleiben Sie damit nicht allein. Sprechen Sie mit einem Menschen, dem Sie vertrauen: in der Familie, im Amt oder in der Fraktion. Auch seelische Unterstützung tut gut. Viele nehmen sie in Anspruch.
advice-vorsorge = Das hilft schon vorher: Trennen Sie private und öffentliche Profile. Nehmen Sie Anschrift und Familienfotos aus dem Netz. Sprechen Sie im Team ab, wer bei einem Vorfall was tut.
