-- Searching the record: by person, thing, kind and time, the newest first.
CREATE INDEX audit_by_thing ON audit (thing{SEQ});
CREATE INDEX audit_by_who ON audit (who{SEQ});
CREATE INDEX audit_by_for ON audit (for_login{SEQ}) WHERE for_login <> '';
CREATE INDEX audit_by_kind ON audit (kind{SEQ});
CREATE INDEX audit_by_time ON audit (at{SEQ});
