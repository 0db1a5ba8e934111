### Was Menschen lesen, die Lotse einrichten oder ausprobieren: „lotse check“ und „lotse try“.
### Was in Inhalten und Texten falsch ist, steht in faults.ftl.

## lotse check: eine Zeile je Befund

check-fault = FEHLER   { $what }
check-hint = HINWEIS  { $what }
check-content = Inhalte und Texte: { $steps } Schritte, { $offers } Angebote.
check-freshness = Stand bestätigt: { $assured } · Prüfung fällig: { $due } · nie bestätigt: { $never }
check-review-due = Prüfung fällig: { $offers }
check-key-unusable = Schlüssel: { $why }
check-database-unnamed = Datenbank: keine in den Einstellungen, nicht geprüft.
check-database-missing = Datenbank: Die Datei gibt es noch nicht. Der erste Start legt sie an.
check-database-in-use = Datenbank: Lotse läuft gerade und benutzt sie.
check-database-pending = Datenbank: { $pending ->
    [one] eine Änderung ihres Aufbaus steht
   *[other] { $pending } Änderungen ihres Aufbaus stehen
    } noch aus. Der nächste Start führt sie durch; machen Sie vorher eine Sicherung.
check-database-without-proof = Datenbank: erreichbar. Noch gehört kein Schlüssel zu ihr; der erste Start legt das fest.
check-database-fine = Datenbank: erreichbar, Schlüssel passt.
check-database-unusable = Datenbank: { $why }
check-database-without-key = Datenbank: ohne Schlüssel nicht lesbar. Bitte master_key_file setzen.
# Was die Kanäle finden, kommt in fertigen Worten vom Programm.
check-channel = { $channel }: { $what }
check-channel-fine = { $channel }: erreichbar, alles passt.
check-channel-not-built = { $channel }: steht in den Einstellungen, aber dieses Programm kann { $channel } nicht. Nehmen Sie den Abschnitt heraus oder ein Programm, das { $channel } kann.
check-verdict = { $faults ->
    [0] Alles in Ordnung.
    [one] Ein Fehler.
   *[other] { $faults } Fehler.
    }

## lotse check: welches Land welche Hilfe hat

check-coverage = Angebote je Land und Art der Hilfe (· = kein eigenes; „Bund“ gilt überall)
check-federal = Bund
check-gap = { $land }: keine Hilfe der Art „{ $need }“, auch nicht bundesweit.

## lotse try

try-hint = Was Sie schreiben, schreibt die ratsuchende Person. Eine Zeile, die mit „lotse:“ beginnt, schreibt die Lotsin oder der Lotse, zum Beispiel „lotse: !hilfe“. „datei: foto.png“ schickt eine Datei. Ende: Strg und D.
# Was am Rand steht: neben dem, was Ratsuchende lesen, und neben dem, was im Eingang gelesen wird.
try-contact = Chat
try-desk = Eingang
