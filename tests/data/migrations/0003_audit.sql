-- What a database may hold after this migration, beside what came before.
INSERT INTO audit (at, case_number, what) VALUES
    (1700000003000, 7, 'case_opened'),
    (1700000004000, NULL, 'conversation_deleted');
