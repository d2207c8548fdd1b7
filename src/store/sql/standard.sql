-- struct standard: one edition of a standard
--   id i64
--   code text: its id in standard.json
--   edition text
--   name_zh text
--   name_en text
--   digest text: SHA-256 (hex) over its files
--   follows i64: the edition it follows; 0 = none
--   imported_at i64: ms UTC

-- struct standard_file: a file of the edition, exactly as imported
--   standard i64
--   name text
--   content blob
--   digest text: SHA-256 of the content, set when it is stored; empty = from before there was one

-- struct standard_part: what a judgement is bound to: the digest of text and scale of a part
--   standard i64
--   kind text: clause, requirement, indicator, item
--   code text
--   digest text: SHA-256 (hex)

-- struct confirmation: someone has compared a "recalled" value with the official annex
--   standard i64
--   kind text
--   code text
--   user_id i64
--   confirmed_at i64: ms UTC
--   note text

-- one standard_insert (@standard) -> id i64
INSERT INTO standard (code, edition, name_zh, name_en, digest, follows, imported_at)
VALUES (:code, :edition, :name_zh, :name_en, :digest, :follows, :imported_at) RETURNING id;

-- one standard_get (id i64) -> @standard
SELECT id, code, edition, name_zh, name_en, digest, follows, imported_at
FROM standard WHERE id = :id;

-- one standard_find (code text, edition text) -> @standard
SELECT id, code, edition, name_zh, name_en, digest, follows, imported_at
FROM standard WHERE code = :code AND edition = :edition;

-- many standard_page (after i64, n i64) -> @standard
SELECT id, code, edition, name_zh, name_en, digest, follows, imported_at
FROM standard WHERE id > :after ORDER BY id LIMIT :n;

-- bulk standard_file_insert (@standard_file)
INSERT INTO standard_file (standard, name, content, digest)
VALUES (:standard, :name, :content, :digest);

-- many standard_files (standard i64) -> @standard_file
SELECT standard, name, content, digest FROM standard_file WHERE standard = :standard ORDER BY name;

-- bulk standard_part_insert (@standard_part)
INSERT INTO standard_part (standard, kind, code, digest)
VALUES (:standard, :kind, :code, :digest);

-- many standard_parts (standard i64) -> @standard_part
SELECT standard, kind, code, digest FROM standard_part
WHERE standard = :standard ORDER BY kind, code;

-- exec confirmation_put (@confirmation)
INSERT INTO basis_confirmation (standard, kind, code, user_id, confirmed_at, note)
VALUES (:standard, :kind, :code, :user_id, :confirmed_at, :note)
ON CONFLICT (standard, kind, code) DO UPDATE
SET user_id = excluded.user_id, confirmed_at = excluded.confirmed_at, note = excluded.note;

-- many confirmations (standard i64) -> @confirmation
SELECT standard, kind, code, user_id, confirmed_at, note FROM basis_confirmation
WHERE standard = :standard ORDER BY kind, code;
