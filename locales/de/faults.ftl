### Fehler in Inhalten und Texten, wie die Redaktion sie liest: was ist los, was ist zu tun.
### fault-<key>; $file und $place stehen immer davor.

fault-line = { $file }: { $text }
fault-line-placed = { $file }, { $place }: { $text }
fault-unknown = Fehler „{ $key }“. { $details }
fault-detail = { $name }: { $value }

## Texte

fault-text-missing = Der Text „{ $id }“ fehlt. Bitte ergänzen.
fault-text-twice = Den Text „{ $id }“ gibt es zweimal. Bitte einen davon entfernen.
fault-text-unused = Der Text „{ $id }“ wird nirgends gebraucht. Bitte entfernen oder die Kennung prüfen.
fault-text-syntax = Zeile { $line } lässt sich nicht lesen. Fehlt ein „=“, eine Klammer oder eine Einrückung?
fault-text-variable-unknown = Der Text „{ $id }“ nennt „${ $variable }“. Diese Angabe gibt es hier nicht.
fault-text-variable-unused = Im Text „{ $id }“ fehlt die Angabe „${ $variable }“. Ohne sie ist die Nachricht unvollständig.
fault-text-reference-unknown = Der Text „{ $id }“ verweist auf „{ $reference }“. Diesen Text gibt es nicht.

## Hilfenetz

fault-place-line = Zeile { $line }
fault-place-line-offer = Zeile { $line }, Angebot „{ $offer }“
fault-place-offer = Angebot „{ $offer }“

fault-unknown-file = Diese Datei gehört zu keinem Land und nicht zum Bund. Bitte umbenennen oder entfernen.
fault-unreadable = Die Datei lässt sich nicht lesen: { $detail }
fault-unexpected-section = Der Abschnitt „{ $section }“ gehört nicht in diese Datei.
fault-entry-unreadable = Der Eintrag lässt sich nicht lesen. Ein Feld fehlt, ist zu viel oder hat einen unbekannten Wert: { $detail }
fault-id-malformed = Eine Kennung darf nur kleine Buchstaben, Ziffern und Bindestriche haben.
fault-id-repeated = Diese Kennung gibt es schon: { $first }. Bitte eine andere wählen.
fault-excluded = Dieses Angebot darf nicht mehr gezeigt werden: { $reason }
fault-number-excluded = Die Nummer { $number } gehört zu einem Angebot, das nicht gezeigt werden darf. Bitte entfernen.
fault-wrong-file = Das Angebot gilt für „{ $area }“ und gehört in die Datei dafür.
fault-field-empty = Das Feld „{ $field }“ ist leer. Bitte ausfüllen oder entfernen.
fault-code-repeated = Im Feld „{ $field }“ steht „{ $code }“ zweimal.
fault-region-without-name = Das Angebot gilt nur für einen Teil des Landes, aber dessen Name fehlt. Bitte „region“ ergänzen.
fault-region-without-keys = Das Angebot gilt nur für einen Teil des Landes, aber die Gemeindeschlüssel fehlen. Bitte „region_ags“ ergänzen.
fault-region-outside = „{ $ags }“ ist kein Gemeindeschlüssel dieses Landes.
fault-audience-mixed = Im Feld „audience“ steht „alle“ neben „{ $audience }“. Bitte nur eines davon.
fault-not-for-contradicts = „{ $situation }“ steht in „situations“ und in „not_for“. Bitte nur in einem davon.
fault-nothing-to-show = Das Angebot hat weder einen sicheren Kontakt noch eine Beschreibung. Bitte eines davon ergänzen.
fault-phone-malformed = „{ $number }“ ist keine Telefonnummer, die man wählen kann.
fault-phone-unpublished = Diese Nummer wird bewusst nicht veröffentlicht. Bitte entfernen.
fault-email-malformed = „{ $address }“ ist keine E-Mail-Adresse.
fault-url-malformed = „{ $address }“ ist keine Web-Adresse. Sie muss mit „https“ beginnen.
fault-contact-in-text = Im Feld „{ $field }“ steht eine Nummer, Adresse oder ein Link. Bitte in das Feld dafür verschieben.
fault-language-malformed = „{ $code }“ ist kein Sprachkürzel aus zwei Buchstaben.
fault-date-malformed = „{ $date }“ ist kein Datum. Erlaubt sind Jahr, Jahr und Monat, oder Jahr, Monat und Tag.
fault-essential-missing = Das Angebot „{ $id }“ fehlt. Ohne es startet der Dienst nicht.
fault-essential-unusable = Das Angebot „{ $id }“ muss aktiv, bundesweit und für alle offen sein und eine sichere Telefonnummer haben.
fault-no-psychosocial-help = In „{ $area }“ fehlt seelische Unterstützung ohne Polizei, die für alle da ist. Bitte ein Angebot ergänzen.

## Intake

fault-step-twice = Diesen Schritt gibt es zweimal. Bitte eine Kennung ändern.
fault-consent-not-first = Der erste Schritt muss die Einwilligung sein (kind = "consent"), ohne Bedingung.
fault-review-not-last = Der letzte Schritt muss die Prüfung sein (kind = "review"), ohne Bedingung.
fault-consent-or-review-between = Einwilligung und Prüfung stehen nur am Anfang und am Ende.
fault-options-missing = Dieser Schritt braucht Optionen.
fault-sensitive-superfluous = Dieser Schritt nimmt keine eigenen Worte und keine Dateien an. Bitte „sensitive“ entfernen.
fault-options-superfluous = Dieser Schritt hat keine Optionen. Bitte entfernen.
fault-option-twice = Die Option „{ $option }“ gibt es in diesem Schritt zweimal.
fault-option-needed = In diesem Schritt fehlt die Option „{ $option }“. Das Programm braucht sie.
fault-limit-needed = Hier muss „{ $limit }“ stehen, und nur dieses.
fault-limit-superfluous = Bei dieser Art von Schritt gibt es weder „most_chars“ noch „most_items“.
fault-guard-needs-one = Die Bedingung zu „{ $step }“ braucht entweder „is“ oder „not“, mit wenigstens einer Option.
fault-guard-later-step = Die Bedingung fragt nach „{ $step }“. Dieser Schritt kommt erst später.
fault-guard-unknown-step = Die Bedingung fragt nach „{ $step }“. Diesen Schritt gibt es nicht.
fault-guard-unknown-option = Die Bedingung nennt „{ $option }“. Diese Option gibt es im Schritt „{ $step }“ nicht.
fault-advice-twice = Diesen Hinweis gibt es zweimal. Bitte eine Kennung ändern.

## Wörter und Orte

fault-not-toml = Die Datei lässt sich nicht lesen: { $reason }
fault-words-twice = „{ $words }“ steht zweimal. Das Programm wüsste nicht, was gemeint ist. Bitte einmal entfernen.
fault-words-empty = Hier fehlen Wörter. Bitte ergänzen.
fault-place-twice = Den Ort „{ $name }“ gibt es zweimal. Bitte einmal entfernen, oder unter die mehrdeutigen Orte schreiben.
fault-place-missing-land = Das Land „{ $name }“ fehlt. Bitte ergänzen.
fault-place-not-several = „{ $name }“ steht bei den mehrdeutigen Orten, aber mit weniger als zwei Ländern.
fault-place-unknown-land = Ein Land „{ $name }“ gibt es nicht.
fault-place-empty = Hier steht ein Ort ohne Namen.
fault-pattern-empty = „{ $words }“ hat kein festes Wort. Bitte wenigstens eines ohne Klammern schreiben.
fault-pattern-open-end = „{ $words }“ muss mit einem festen Wort beginnen und enden.
fault-pattern-too-open = „{ $words }“ hat zu viele Lücken und Klammern. Bitte auf mehrere Muster verteilen.
fault-pattern-brackets = In „{ $words }“ stimmen Klammern oder Sterne nicht. Erlaubt sind [wort] und ein einzelner * als Lücke.
fault-pattern-word = In „{ $words }“ steht zwischen den Strichen nicht genau ein Wort.
