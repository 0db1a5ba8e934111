### Was der Bot nur auf Telegram sagt, weil dort der Anbieter mitlesen kann.
### Sachlich und ohne Angst zu machen: was ist, was daraus folgt, wie es anders geht. Kein Urteil über das Recht.
### Überall dürfen dieselben Angaben stehen wie in intake.ftl ($phone, $mail, …).

## Vor der Einwilligung

telegram-notice = Zuerst zu Telegram: Chats mit Bots sind hier nicht Ende-zu-Ende-verschlüsselt, Telegram kann also mitlesen. Wichtig kann auch sein, wer den Dienst betreibt: Telegram hat seinen Sitz in Dubai, außerhalb der EU.
telegram-other-ways = Es geht auch ohne Telegram: Sie erreichen die starke Stelle unter { $phone } ({ $hours }) oder { $mail }.
telegram-other-ways-matrix = Mit mir können Sie auch auf Matrix schreiben, dort Ende-zu-Ende-verschlüsselt: { $matrix }
telegram-consent = Ihr Ja gilt hier auch für Telegram: Alles, was Sie und ich hier schreiben, läuft über die Server von Telegram und kann dort außerhalb der EU gespeichert werden. Die EU hat nicht festgestellt, dass Daten in Dubai so geschützt sind wie hier.

## Vor eigenen Worten und Dateien

telegram-words = Was Sie hier erzählen oder schicken, läuft über die Server von Telegram. Möchten Sie das hier tun? Sie können die Frage auch überspringen, oder ich zeige Ihnen andere Wege.
telegram-files = Fotos und andere Dateien laufen auch über die Server von Telegram. Möchten Sie sie hier schicken? Links und Worte nehme ich schon an. Ich kann Ihnen auch andere Wege zeigen.
telegram-not-taken-yet = Das habe ich noch nicht angenommen und nicht gespeichert. Bei Telegram liegt es trotzdem; dort können Sie es selbst löschen. Sagen Sie mir bitte erst, ob Sie hier weitermachen möchten.
choice-hier-weiter = Hier weitermachen
choice-hier-dateien = Dateien hier schicken
choice-andere-wege = Andere Wege zeigen

## Übergabe

telegram-handover = Zu Telegram: Was Sie hier schreiben, läuft über die Server von Telegram und ist nicht Ende-zu-Ende-verschlüsselt. Das gilt auch, wenn Ihnen ein Mensch antwortet.

## Löschen und Datenschutz

telegram-confirm-delete = Gelöscht wird, was bei uns liegt. Ihren Chat in Telegram kann ich nicht löschen.
telegram-deleted-history = In Telegram habe ich nichts gelöscht, auch nicht das, was ich geschrieben habe. Den Chat dort löschen Sie bitte selbst, und zwar für beide Seiten, wenn Telegram das anbietet. Was Telegram selbst aufbewahrt, liegt nicht in unserer Hand.
telegram-privacy =
    Telegram: Chats mit Bots sind dort nicht Ende-zu-Ende-verschlüsselt. Telegram kann lesen und speichern, was Sie und ich hier schreiben, und sieht, dass Sie mit mir schreiben. Telegram hat seinen Sitz in Dubai. Die EU hat nicht festgestellt, dass Daten dort so geschützt sind wie hier. Deshalb gilt Ihr Ja hier ausdrücklich auch dafür (Art. 49 Abs. 1 a DSGVO).

    Was wir löschen, ist bei Telegram nicht gelöscht. Und umgekehrt: Löschen Sie dort eine Nachricht, erfahre ich nichts davon. Bei uns bleibt sie, bis die Frist endet oder Sie „löschen“ schreiben.
