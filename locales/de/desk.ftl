### Was Lotsinnen und Lotsen sehen, und der Bogen, den auch Ratsuchende vor der Übergabe sehen.

## Karte im Eingang: keine persönliche Angabe

card-waiting = Fall { $case } wartet
card-claimed = Fall { $case } ist bei { $name }
card-closed = Fall { $case } ist geschlossen
card-urgent = Eilig
card-land = Land: { $land }
card-situations = Thema: { $situations }
card-not-said = keine Angabe
card-since = Wartet seit: { $moment }
card-how = Übernehmen: !übernehmen { $case }
card-brief-waiting = Fall { $case } · wartet
card-brief-claimed = Fall { $case } · bei { $name }
card-brief-closed = Fall { $case } · geschlossen
card-brief-urgent = eilig
card-brief-since = seit { $moment }
moment = { $weekday ->
    [1] Mo { $date }, { $time } Uhr
    [2] Di { $date }, { $time } Uhr
    [3] Mi { $date }, { $time } Uhr
    [4] Do { $date }, { $time } Uhr
    [5] Fr { $date }, { $time } Uhr
    [6] Sa { $date }, { $time } Uhr
   *[other] So { $date }, { $time } Uhr
    }

## Bogen: dieselben Wörter für Ratsuchende und für Lotsinnen und Lotsen

sheet-row = { $label }: { $answer }
sheet-skipped = keine Angabe
sheet-empty = Es gibt noch keine Antworten.
sheet-offers = Vorgeschlagene Angebote:
sheet-offer = { $number }. { $name }
sheet-offer-gone = { $number }. (nicht mehr in der Liste)
sheet-evidence = { $number }) { $what }

sheet-einwilligung = Einwilligung
sheet-gefahr = Gefahr jetzt
sheet-anliegen = Worum es geht
sheet-rolle = Amt oder Aufgabe
sheet-land = Bundesland
sheet-vorfall = Geschehen
sheet-thema = Thema
sheet-polizei = Polizei
sheet-hilfe = Gewünschte Hilfe
sheet-details = Mehr erzählen
sheet-ort = Wo
sheet-haeufigkeit = Wie oft
sheet-zeitraum = Letzter Vorfall
sheet-belastung = Belastung
sheet-motiv = Vermutetes Motiv
sheet-name = Anrede
sheet-schilderung = In eigenen Worten
sheet-belege = Belege
sheet-pruefen = Wunsch am Ende

## Über dem, was Ratsuchende weitergeben: nicht ihre eigenen Worte

above-forwarded = Weitergeleitet von { $by }:
above-forwarded-unknown = Weitergeleitet:
above-answered = Antwort auf das, was { $by } woanders geschrieben hat:
above-answered-unknown = Antwort auf etwas, das woanders steht:
above-live-place = Live-Standort. Nur dieser Ort kommt hier an, kein späterer:

## Dateien

file-image = Bild
file-audio = Tonaufnahme
file-video = Video
file-document = Datei
file-sized = { $what } ({ $size })
size-kilobytes = { $number } kB
size-megabytes = { $number } MB

## Übernehmen

desk-yours =
    Fall { $case } ist jetzt bei Ihnen.

    Zum Antworten: auf eine Nachricht der ratsuchenden Person antworten oder „!a“ und den Text schreiben. Alles andere bleibt intern. Alle Befehle: !hilfe
desk-still-waiting = Erinnerung: { $card }. Wer kann übernehmen? !übernehmen { $case }
desk-unanswered = Erinnerung an Fall { $case }: Die ratsuchende Person wartet seit { $moment } auf eine Antwort.
desk-taken-by = Fall { $case } hat schon { $by } übernommen.
desk-already-yours = Fall { $case } ist schon bei Ihnen.
desk-not-claimed = Fall { $case } hat noch niemand übernommen. Bitte zuerst: !übernehmen { $case }
desk-no-such-case = Einen Fall { $case } gibt es nicht, oder er ist schon gelöscht.
desk-which-case = Welcher Fall ist gemeint? Bitte die Nummer dazuschreiben: { $cases }
desk-open-cases = Offene Fälle:
desk-nothing-open = Kein Fall ist offen.

## Bogen und Angebote

desk-sheet = Fall { $case }, Bogen:
desk-no-sheet = Fall { $case }: Es liegen keine Antworten vor. Die ratsuchende Person hat nichts mitgegeben.
desk-offers = Fall { $case }, passende Angebote. Schicken mit „!senden“ und den Nummern:
desk-offers-none = Fall { $case }: Zu diesem Fall sind keine Angebote vorgemerkt. Suchen mit: !angebote
desk-found = Gefunden. Schicken mit „!senden“ und den Nummern:
desk-found-only = Gefunden:
desk-found-nothing = Dazu ist nichts im Hilfenetz. Andere Wörter helfen vielleicht, zum Beispiel ein Land und eine Art der Hilfe.
desk-sent-offers = { $count ->
    [one] Fall { $case }: Angebot { $numbers } ist zugestellt.
   *[other] Fall { $case }: Die Angebote { $numbers } sind zugestellt.
    }
desk-no-such-offer = Ein Angebot mit der Nummer { $number } gibt es in diesem Fall nicht. Die Liste kommt mit: !blatt

## Vermittlung

desk-from-contact = Fall { $case }, die ratsuchende Person schreibt:
desk-from-contact-file = Fall { $case }, die ratsuchende Person schickt: { $what }
desk-from-contact-edited = Fall { $case }, die ratsuchende Person hat geändert. Jetzt steht da:
desk-before-edit = Vorher stand da:
desk-no-words = (keine Worte mehr)
desk-file = Fall { $case }, Datei der ratsuchenden Person: { $what }
desk-contact-edited = Fall { $case }: Die ratsuchende Person hat eine Nachricht geändert. Beide Fassungen stehen bei der Nachricht.
desk-contact-retracted = Fall { $case }: Die ratsuchende Person hat eine Nachricht zurückgenommen.
desk-taken-back = Fall { $case }: Hier stand eine Nachricht, die zurückgenommen wurde.
desk-contact-file-refused = Fall { $case }: Die ratsuchende Person wollte etwas schicken, das hier nicht angenommen wird. Sie weiß es.
desk-file-lost = Fall { $case }: Eine Datei der ratsuchenden Person konnte nicht geholt werden. Sie ist gebeten, sie noch einmal zu schicken.
desk-undecryptable = Fall { $case }: Eine Nachricht der ratsuchenden Person konnte nicht entschlüsselt werden. Sie ist gebeten, sie noch einmal zu schicken.
desk-please-repeat = Eine Nachricht hier konnte ich nicht entschlüsseln. Sie ist nicht hinausgegangen. Bitte noch einmal schreiben.
desk-edited-at-contact = Fall { $case }: Die Änderung ist zugestellt.
desk-retracted-at-contact = Fall { $case }: Die Nachricht ist auch bei der ratsuchenden Person entfernt.
desk-still-there = Fall { $case }: Die frühere Nachricht, oder ein Teil davon, ließ sich bei der ratsuchenden Person nicht entfernen. Sie steht dort weiterhin.
desk-other-room = Hier ist Fall { $case }. Befehle für einen anderen Fall bitte im Eingang eingeben. Eine Begründung darf nicht mit einer Zahl beginnen.
desk-not-in-queue = Von hier geht nichts hinaus. Bitte im Raum des Falls antworten.
desk-edit-is-no-command = Eine geänderte Nachricht wird nie zum Befehl, und sie geht nicht hinaus. Bitte neu schreiben.
desk-edit-not-carried = Fall { $case }: Diese Nachricht lässt sich nicht mehr ändern. Bitte eine neue schreiben.
desk-cannot-carry = Fall { $case }: Das lässt sich nicht weitergeben. Bitte mit Worten antworten oder eine Datei schicken.
desk-file-too-large = Diese Datei ist zu groß. Bis { $most } MB geht es. Sie ist nicht hinausgegangen.
desk-file-kind-refused = Diese Art von Datei wird nicht weitergegeben. Sie ist nicht hinausgegangen.
desk-not-delivered-too-large = Fall { $case }: Eine Datei ist nicht angekommen. Sie ist zu groß.
desk-not-delivered-file-lost = Fall { $case }: Eine Datei ist nicht angekommen. Sie war nicht mehr zu holen. Bitte noch einmal schicken.
desk-saw-emergency = Fall { $case }: Die ratsuchende Person hat die Notfall-Karte gesehen, weil sie etwas Entsprechendes geschrieben hat. Bitte bald hinschauen.
desk-contact-shared = Fall { $case }: Die ratsuchende Person gibt ihre Antworten jetzt mit.
desk-contact-did-not-share = Fall { $case }: Die ratsuchende Person möchte ihre Antworten nicht mitgeben.
desk-replied = Fall { $case }: Die Antwort ist zugestellt.
desk-contact-left = Fall { $case }: Die ratsuchende Person hat den Chat verlassen oder gesperrt. Was Sie schreiben, kommt dort im Moment nicht an.
desk-contact-back = Fall { $case }: Die ratsuchende Person ist wieder erreichbar.
desk-not-delivered-gone = Fall { $case }: Eine Nachricht ist nicht angekommen. Die ratsuchende Person ist dort nicht mehr erreichbar.
desk-not-delivered-refused = Fall { $case }: Eine Nachricht ist nicht angekommen. Der Kanal nimmt sie nicht an.
desk-not-delivered-gave-up = Fall { $case }: Eine Nachricht ist nicht angekommen, trotz vieler Versuche. Sie wird nicht noch einmal geschickt.
desk-stays-internal = Das bleibt intern. Nach außen geht nur eine Antwort auf eine Nachricht der ratsuchenden Person oder „!a“ mit dem Text dahinter.

## Schließen und öffnen

desk-transfer-asked = Fall { $case }: Die ratsuchende Person wird gefragt, ob { $by } übernehmen darf. Bis zur Antwort bleibt alles, wie es ist.
desk-transferred = Fall { $case } ist jetzt bei { $by }. Die ratsuchende Person hat zugestimmt.
desk-transfer-refused = Fall { $case }: Die ratsuchende Person möchte nicht zu { $by } wechseln. Es bleibt alles, wie es ist.
desk-no-longer-there = Fall { $case }: Die ratsuchende Person hat zugestimmt, aber { $by } arbeitet nicht mehr am Eingang. Es bleibt alles, wie es ist.
desk-nobody-else = Es ist niemand sonst da, der den Fall übernehmen könnte. Zurück in den Eingang geht er mit: !zurückgeben
desk-who-is-meant = Wer ist gemeint? Übergeben geht an: { $names }
desk-given-back = { $by } hat Fall { $case } zurückgegeben. Er wartet wieder.
desk-navigator-left = { $by } steht nicht mehr in den Einstellungen. Fall { $case } wartet wieder.
desk-history = Fall { $case }, was bisher geschrieben wurde:
desk-history-none = Fall { $case }: Bisher hat niemand etwas geschrieben.
desk-closed = Fall { $case } ist geschlossen. Schreibt die ratsuchende Person wieder, öffnet er sich von selbst. Nach { $closed-days } Tagen wird er gelöscht.
desk-case-is-closed = Fall { $case } ist geschlossen. Nach außen geht nichts mehr.
desk-open-by-number = Fall { $case } hatte zuletzt { $by }. Wer ihn trotzdem meint, schreibt bitte die Nummer dazu.
desk-blocked = Fall { $case } ist geschlossen und gesperrt. Von dieser Person kommt nichts mehr an; Notfall-Karte und Löschen bleiben ihr. Aufheben: !entsperren { $case }
desk-is-blocked = Fall { $case } ist gesperrt. Nach außen geht nichts, und von außen kommt nichts. Aufheben: !entsperren { $case }
desk-unblocked = Fall { $case } ist nicht mehr gesperrt. Er bleibt geschlossen, bis die ratsuchende Person schreibt oder jemand ihn öffnet: !öffnen { $case }
desk-not-blocked = Fall { $case } ist nicht gesperrt.
desk-reopened = Fall { $case } ist wieder offen. Die ratsuchende Person hat geschrieben.
desk-contact-deleted = Fall { $case }: Die ratsuchende Person hat alles gelöscht. Von diesem Fall ist nichts mehr da.
desk-dead-letter = Etwas ist angekommen, das nicht gelesen werden konnte. Bitte die Technik verständigen.

## Befehle

desk-needs-more = Hinter { $command } fehlt noch etwas, zum Beispiel der Text oder die Nummern. Alle Befehle: !hilfe
desk-unknown-command = Diesen Befehl gibt es nicht. Alle Befehle: !hilfe
desk-unknown-command-near = Diesen Befehl gibt es nicht. Ist { $nearest } gemeint? Alle Befehle: !hilfe
desk-help =
    Befehle:

    !übernehmen 42 – den Fall 42 übernehmen
    !a Text – der ratsuchenden Person antworten
    !senden 2 5 – die Angebote 2 und 5 schicken
    !angebote bayern recht – im Hilfenetz suchen
    !blatt – den Bogen noch einmal zeigen
    !offen – alle offenen Fälle
    !übergeben Name – den Fall weitergeben, wenn die ratsuchende Person zustimmt
    !zurückgeben – den Fall zurück in den Eingang legen
    !schließen [Grund] – den Fall schließen; der Grund bleibt intern
    !öffnen 42 – den geschlossenen Fall 42 wieder öffnen
    !sperren – den Fall schließen und von dieser Person nichts mehr annehmen
    !entsperren 42 – die Sperre aufheben
    !hilfe – diese Liste

    Auch eine Antwort auf eine Nachricht der ratsuchenden Person geht nach außen. Alles ohne „!“ bleibt sonst intern.

## Räume

sign-space = Starke Stelle – Lotse
sign-queue-room = Eingang
sign-case-room = Fall { $case }
