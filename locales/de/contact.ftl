### Alles, was der Bot Ratsuchenden sagt, außer den Fragen (intake.ftl) und den Angeboten (offers.ftl).
### Überall dürfen dieselben Angaben stehen wie in intake.ftl ($phone, $mail, …).
### Absätze trennt eine leere Zeile. Ein Absatz steht in einer Zeile.

## Begrüßung, Datenschutz

welcome =
    Guten Tag. Gut, dass Sie sich melden.

    Ich bin der Chat der starken Stelle. Ich bin ein Programm, kein Mensch.

    Die starke Stelle hilft, wenn Menschen wegen eines kommunalen Amts oder Mandats Hass, Drohungen oder Gewalt erleben. Sie ist auch für Angehörige und Beschäftigte da.

    Ich stelle ein paar kurze Fragen und zeige Ihnen passende Hilfe. Wenn Sie möchten, gebe ich danach an einen Menschen weiter. Das ist kostenlos. Die starke Stelle behandelt es vertraulich, und Ihren Namen müssen Sie nicht nennen.

    Ich bin kein Notruf. Bei Gefahr rufen Sie bitte sofort die { $police-phone } an. Alle Notfall-Nummern kommen mit „notfall“.
privacy =
    Datenschutz in einfachen Worten

    Verantwortlich: { $organization }. Fragen zum Datenschutz: { $mail } oder { $phone }.

    Wozu: Ich suche Hilfe, die zu Ihren Antworten passt. Wenn Sie es möchten, gebe ich Ihre Antworten an die starke Stelle. Dort arbeiten Menschen. Ich selbst bin ein Programm und entscheide nichts über Sie.

    Was: Ihre Antworten und Ihre Nachrichten. Darunter können besonders geschützte Angaben sein, zum Beispiel über Ihre Gesundheit oder Ihre politischen Ansichten. Bitte nennen Sie keine Namen anderer Menschen.

    Grundlage: Ihre ausdrückliche Einwilligung (Art. 6 Abs. 1 a und Art. 9 Abs. 2 a DSGVO). Sie ist freiwillig. Mit „löschen“ nehmen Sie sie jederzeit zurück, für die Zukunft.

    Vor Ihrem Ja: Ich speichere nichts, was Sie schreiben. Ich merke mir nur verschlüsselt für { $consent-hours } Stunden, dass ich gefragt habe.

    Danach: Alles liegt verschlüsselt bei uns. Brechen Sie die Fragen ab, lösche ich alles nach { $intake-days } Tagen. Nach dem Abschluss eines Falls lösche ich alles nach { $closed-days } Tagen. Ein Prüfwert jeder Nachricht, ohne Inhalt, bleibt { $event-days } Tage. So kommt nichts doppelt an.

    Wer es sieht: die Mitarbeitenden der starken Stelle, und erst, wenn Sie zustimmen. Auch Ihr Messenger verarbeitet Ihre Nachrichten.

    Vertraulich heißt: Wir geben nichts ohne Ihr Ja weiter. Es gibt zwei Grenzen: wenn ein Leben akut in Gefahr ist, und bei bestimmten geplanten schweren Straftaten.

    Ihre Rechte: Sie können Auskunft verlangen, berichtigen und löschen lassen, die Verarbeitung einschränken und Ihre Daten mitnehmen. Sie können sich bei einer Datenschutz-Aufsicht beschweren.

    Es geht auch ohne mich: { $phone } ({ $hours }), { $mail } oder { $web }.
declined =
    In Ordnung. Ich speichere nichts, was Sie schreiben.

    Hilfsangebote zeige ich Ihnen trotzdem: „angebote“. Die Notfall-Nummern kommen mit „notfall“.

    Die starke Stelle erreichen Sie auch direkt: { $phone } ({ $hours }) oder { $mail }.

    Wenn Sie es sich anders überlegen, schreiben Sie „neu“.

## Fragen

progress-core = Frage { $number } von { $of }
progress-details = Zusatzfrage { $number } von { $of }
question-footer = Jederzeit: hilfe · zurück · überspringen · mensch · notfall
question-footer-required = Jederzeit: hilfe · zurück · mensch · notfall
question-footer-first = Jederzeit: hilfe · mensch · notfall
question-chosen = Bisher gewählt: { $chosen }
noted = Notiert: { $chosen }. Kommt noch etwas dazu? Sonst geht es mit „fertig“ weiter.
noted-nothing = Jetzt ist nichts mehr gewählt. Wählen Sie bitte etwas aus, oder gehen Sie mit „überspringen“ weiter.
not-understood = Das habe ich nicht verstanden. Bitte wählen Sie eine der Antworten, oder sagen Sie es mit anderen Worten.
offer-human =
    Ich verstehe Sie leider nicht richtig. Das liegt an mir.

    Möchten Sie lieber mit einem Menschen sprechen?
which-land = Dazu passen mehrere Länder. Welches Land meinen Sie?
postcode-not-needed = Die Postleitzahl brauche ich nicht. Ich habe sie nicht gespeichert. Das Bundesland genügt.
nothing-before = Davor gibt es keine Frage. Hier haben wir angefangen.
cannot-skip = Diese Frage kann ich nicht überspringen. Sie können aber jederzeit „mensch“, „stopp“ oder „löschen“ schreiben.
nothing-chosen = Noch ist nichts gewählt. Wählen Sie bitte etwas aus, oder gehen Sie mit „überspringen“ weiter.
too-long = Das ist zu lang für mich. Hier passen { $most } Zeichen. Ich habe es nicht gespeichert. Bitte schreiben Sie es kürzer oder in Teilen.
evidence-noted = { $count ->
    [one] Danke, ein Beleg ist notiert. Kommt noch etwas? Sonst geht es mit „fertig“ weiter.
   *[other] Danke, { $count } Belege sind notiert. Kommt noch etwas? Sonst geht es mit „fertig“ weiter.
    }
evidence-full = Mehr als { $most } Belege kann ich hier nicht aufnehmen. Weitere können Sie später der starken Stelle schicken. Mit „fertig“ geht es weiter.
file-not-now = Dateien kann ich an dieser Stelle nicht annehmen. Ich habe nichts davon gespeichert. Bitte heben Sie sie auf: Später können Sie sie der starken Stelle schicken.
forwarded-not-now = Weitergeleitete Nachrichten kann ich an dieser Stelle nicht als Antwort nehmen. Ich habe nichts davon gespeichert. Bitte heben Sie sie auf: Später können Sie sie der starken Stelle schicken.
only-this-place = Von einem Live-Standort kommt hier nur der erste Ort an. Wohin Sie danach gehen, sieht hier niemand. In Gefahr rufen Sie bitte sofort die { $police-phone } an.
file-too-large = Diese Datei ist zu groß für mich. Bis { $most } MB geht es. Ich habe sie nicht gespeichert. Bitte schicken Sie sie kleiner oder in Teilen.
file-kind-refused = Diese Art von Datei kann ich nicht annehmen. Ich habe sie nicht gespeichert. Bilder, Ton, Video, PDF und einfache Dokumente gehen.
file-lost = Eine Datei von Ihnen konnte ich nicht weitergeben. Bitte schicken Sie sie noch einmal.
please-repeat = Eine Nachricht von Ihnen konnte ich nicht entschlüsseln. Bitte schicken Sie sie noch einmal.
edit-not-taken = Sie haben eine frühere Nachricht geändert. Das kann ich nicht zuordnen, und Ihre Antwort bleibt, wie sie war. Mit „zurück“ können Sie sie ändern, oder Sie schreiben es mir noch einmal.
retraction-not-taken = Sie haben eine Nachricht zurückgenommen. Ihre Antwort bleibt bei mir trotzdem, bis Sie sie ändern. Mit „zurück“ ändern Sie sie. Mit „löschen“ lösche ich alles.
reaction-not-read = Eine Reaktion kann ich nicht als Antwort lesen. Bitte wählen Sie eine der Antworten, oder schreiben Sie mir mit Worten.
cannot-read = Das kann ich leider nicht lesen. Ich habe es nicht gespeichert. Bitte schreiben Sie mir mit Worten.
stale-choice = Diese Auswahl gehört zu einer früheren Frage und zählt nicht mehr. Hier geht es weiter.
stale-choice-with-human = Diese Auswahl gehört zu einer früheren Frage und ändert nichts mehr. Was Sie hier schreiben, liest ein Mensch von der starken Stelle.

## Notfall

emergency =
    Wenn Sie oder andere in Gefahr sind: Bitte rufen Sie jetzt an. Ich bin ein Programm und kann keine Hilfe holen.
emergency-crisis =
    Was Sie schreiben, klingt sehr schwer. Bitte bleiben Sie damit nicht allein. Ich bin ein Programm. Hier hört Ihnen jetzt ein Mensch zu:
emergency-life = Wenn Ihr Leben gerade in Gefahr ist:
emergency-listen = Wenn Sie mit jemandem sprechen möchten:
emergency-line = { $name }: { $number }
emergency-line-schedule = { $line } – { $schedule }
emergency-police-note = Erfährt die Polizei von einer Straftat, muss sie ermitteln. In Gefahr zählt zuerst Ihre Sicherheit.
emergency-land = Rund um die Uhr, { $land }:
emergency-after = Die starke Stelle ist kein Notruf. Wenn Sie in Sicherheit sind, machen wir hier weiter.

## Hilfe und Befehle

help =
    In Gefahr rufen Sie bitte sofort die { $police-phone } an. Alle Notfall-Nummern kommen mit „notfall“.

    Das können Sie jederzeit schreiben:

    hilfe – diese Liste
    zurück – eine Frage zurück
    überspringen – nächste Frage
    weiter – dort weitermachen, wo wir waren
    mensch – mit einem Menschen sprechen
    notfall – Notfall-Nummern
    angebote – passende Hilfe zeigen
    datenschutz – was ich speichere
    stopp – Pause machen
    neu – von vorn beginnen
    löschen – alles löschen

    Ohne mich: { $phone } ({ $hours }) oder { $mail }.
help-with-human =
    Was Sie hier schreiben, liest ein Mensch von der starken Stelle.

    Diese Wörter verstehe ich auch jetzt selbst:

    notfall oder { $police-phone } – Notfall-Nummern
    angebote – Hilfe zeigen
    datenschutz – was ich speichere
    löschen – alles löschen
paused =
    Gut, wir machen eine Pause. Wenn Sie weitermachen möchten, schreiben Sie einfach.

    Bleibt es still, lösche ich Ihre Antworten nach { $intake-days } Tagen. Mit „löschen“ geht es sofort.
welcome-back = Schön, dass Sie wieder da sind. Hier waren wir stehen geblieben. Von vorn geht es mit „neu“.
confirm-delete = Soll ich wirklich alles löschen? Das lässt sich nicht rückgängig machen. Ist Ihr Fall schon bei der starken Stelle, wird er auch dort gelöscht.
deleted = Ihr Gespräch ist gelöscht, soweit es bei uns lag: alles, was Sie geschrieben haben, und wer Sie sind. Es bleiben Prüfwerte ohne Inhalt, für { $event-days } Tage, und eine Zählung ohne Angaben zu Ihnen.
deleted-history = Den Verlauf in Ihrer App löschen Sie bitte selbst.
deleted-farewell = Die starke Stelle bleibt für Sie da: { $phone } ({ $hours }). Alles Gute für Sie.
not-deleted = Gut, ich habe nichts gelöscht.
confirm-restart = Soll ich Ihre bisherigen Antworten verwerfen und von vorn beginnen?
not-restarted = Gut, wir machen dort weiter, wo wir waren.

## Angebote und Hinweise

offers-result = Diese Hilfe passt zu Ihren Antworten:
offers-asked = Das passt zu dem, was ich bisher weiß:
offers-public = Diese Hilfe steht Ihnen offen:
offers-navigator = Die starke Stelle empfiehlt Ihnen:
offers-empty = Im Moment kann ich Ihnen kein Angebot zeigen. Bitte fragen Sie die starke Stelle: { $phone } ({ $hours }).
advice = Was jetzt helfen kann:

## Übergabe

sheet-preview = Das würde ich der starken Stelle geben, genau so:
change-which = Welche Antwort möchten Sie ändern?
human-called =
    Ich habe der starken Stelle Bescheid gegeben. Ein Mensch meldet sich hier bei Ihnen. Ihre Nummer ist { $case }.

    Weitergegeben habe ich nur, dass Sie um ein Gespräch bitten und ob es eilt. Was Sie ab jetzt hier schreiben, bewahre ich verschlüsselt auf, damit ein Mensch es lesen kann. Mit „löschen“ ist bei uns alles sofort weg. Mehr dazu: „datenschutz“.

    { $next } Telefon: { $phone }.

    In Gefahr rufen Sie bitte sofort die { $police-phone } an.
share-answers = Darf ich Ihre bisherigen Antworten mitgeben? Dann müssen Sie nicht alles noch einmal erzählen.
answers-shared = Danke. Ihre Antworten liegen jetzt bei der starken Stelle.
answers-not-shared = Gut. Ihre Antworten habe ich nicht mitgegeben. Erzählen Sie dem Menschen, der sich meldet, so viel Sie möchten.
handed-over =
    Danke für Ihr Vertrauen. Ihre Antworten liegen jetzt bei der starken Stelle. Ihre Nummer ist { $case }.

    Ein Mensch meldet sich hier bei Ihnen. { $next }

    Sie können hier weiterschreiben. In Gefahr rufen Sie bitte sofort die { $police-phone } an.
will-be-read = Danke. Ich bewahre das auf. Es wird gelesen, sobald jemand von der starken Stelle Ihren Fall übernimmt. { $next }
open-lines = Bis dahin erreichen Sie rund um die Uhr:
next-open = Die starke Stelle ist jetzt besetzt, bis { $until }.
next-opens = Die starke Stelle antwortet wieder am { $day }, ab { $clock }.
next-unknown = Die Zeiten der starken Stelle: { $hours }.
clock = { $time } Uhr
day-clock = { $day }, { $clock }
day = { $weekday ->
    [1] Montag
    [2] Dienstag
    [3] Mittwoch
    [4] Donnerstag
    [5] Freitag
    [6] Samstag
   *[other] Sonntag
    }, { $date }. { $month }
human-is-coming = Die starke Stelle weiß Bescheid. Ein Mensch meldet sich hier bei Ihnen. { $next } Telefon: { $phone }.
claimed =
    Ab jetzt schreibt Ihnen hier ein Mensch von der starken Stelle. Das Programm hält sich zurück.

    Die Notfall-Nummern kommen weiter mit „notfall“.
ask-transfer = Darf eine andere Person der starken Stelle Ihr Gespräch übernehmen? Sie sieht dann auch, was bisher geschrieben wurde. Bis Sie antworten, bleibt alles, wie es ist.
transferred = Danke. Ab jetzt schreibt Ihnen hier eine andere Person der starken Stelle. Sie müssen nichts noch einmal erzählen.
not-transferred = Gut, es bleibt alles, wie es ist.
given-back = Ihr Gespräch liegt wieder bei der ganzen starken Stelle, damit jemand anderes es übernehmen kann; was Sie inzwischen schreiben, bewahre ich auf. { $next }
ask-feedback = Hat Ihnen das Gespräch geholfen? Sie müssen nicht antworten. Gezählt wird nur die Antwort.
feedback-thanks = Danke für die Rückmeldung.
blocked = Die starke Stelle hat dieses Gespräch beendet und erhält von hier keine Nachrichten mehr. In Gefahr rufen Sie bitte sofort die { $police-phone } an; alle Notfall-Nummern kommen mit „notfall“, mit „löschen“ lösche ich alles.
unblocked = Sie können der starken Stelle hier wieder schreiben.
navigator-name = Lotsin der starken Stelle
from-navigator = { $name } (ein Mensch schreibt):
closed =
    Die Beratung ist abgeschlossen. Danke für Ihr Vertrauen.

    Wenn noch etwas ist, schreiben Sie einfach hier. Nach { $closed-days } Tagen lösche ich alles, mit „löschen“ sofort.

    Alles Gute für Sie.
reopened = Ihr Fall ist wieder offen. Die starke Stelle liest mit und meldet sich hier. { $next }

## Was angetippt werden kann

choice-ueberspringen = Überspringen
choice-mensch = Mit einem Menschen sprechen
choice-weiter = Weitermachen
choice-fertig = Fertig
choice-angebote = Angebote zeigen
choice-notfall = Notfall-Nummern
choice-delete-ja = Ja, alles löschen
choice-delete-nein = Nein, nichts löschen
choice-restart-ja = Ja, von vorn
choice-restart-nein = Nein, weitermachen
choice-share-ja = Ja, mitgeben
choice-share-nein = Nein, nicht mitgeben
choice-share-zeigen = Erst zeigen
choice-transfer-ja = Ja, das ist in Ordnung
choice-transfer-nein = Nein, es soll so bleiben
choice-helped-ja = Ja
choice-helped-teils = Teils
choice-helped-nein = Nein
choice-chosen = ✓ { $label }

## Was der Kanal selbst sagt

sign-only-direct = Ich spreche nur in Gesprächen zu zweit, damit niemand sonst mitliest. Bitte öffnen Sie einen eigenen Chat mit mir. Diesen hier verlasse ich jetzt.
sign-not-encrypted = Dieser Chat ist nicht verschlüsselt, und ich kann das hier nicht ändern. Damit niemand mitliest, schreibe ich nur in verschlüsselten Chats. Bitte öffnen Sie einen neuen, verschlüsselten Chat mit mir. Diesen verlasse ich jetzt.

## Wie sich der Bot vorstellt, bevor jemand schreibt

# Höchstens 120 Zeichen.
sign-bot-about = Hilfe bei Hass und Bedrohung im kommunalen Amt. Ein Programm fragt, danach antworten Menschen.
# Höchstens 512 Zeichen.
sign-bot-description =
    Sie haben ein kommunales Amt oder Mandat und erleben Hass, Drohungen oder Gewalt? Hier finden Sie Hilfe, auch für Angehörige und Beschäftigte.

    Ich bin ein Programm. Ich stelle ein paar Fragen, zeige passende Angebote und verbinde Sie mit einem Menschen.

    Telegram ist nicht durchgehend verschlüsselt. Im Notfall rufen Sie bitte selbst an: Die Nummern zeigt /notfall.
# Je höchstens 256 Zeichen, besser unter 40: So viel zeigt ein Telefon.
sign-command-start = Anfangen oder weitermachen
sign-command-help = Was ich hier schreiben kann
sign-command-human = Mit einem Menschen sprechen
sign-command-emergency = Nummern für den Notfall
sign-command-back = Eine Frage zurück
sign-command-offers = Angebote zeigen
sign-command-privacy = Was mit meinen Daten geschieht
sign-command-delete = Alles löschen
sign-command-stop = Für jetzt aufhören
