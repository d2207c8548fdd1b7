-- struct proof: a photo, a paper or a measurement that belongs to a finding
--   id i64
--   campaign i64
--   finding i64
--   key text: given by whoever added it; empty = none
--   part text: enum finding_proof by code
--   pass i64: how often the finding had been returned or re-opened then
--   kind text: photo, paper or measure
--   user_id i64
--   for_user i64: acting for; 0 = for nobody else
--   unit i64: in whose name; 0 = none
--   at i64: when the server had it, ms UTC
--   name text: of the file, as it was sent
--   media text: type by its content; empty = a measurement
--   bytes i64
--   sha256 text: of the file, under which it is stored; empty = a measurement
--   thumb text: SHA-256 of the small picture; empty = none
--   note text
--   amount text: what was measured, a decimal; empty = no measurement
--   amount_unit text
--   instrument text
--   width i64: of a photo, as stored
--   height i64
--   taken_at i64: by the file; ms UTC, 0 = it does not say
--   camera text: make and model by the file
--   software text
--   exif_lat i64?: millionths of a degree, by the file
--   exif_lon i64?
--   shot_at i64: by the app at the shutter; ms UTC, 0 = unknown
--   lat i64?: millionths of a degree, WGS 84, by the app at the shutter
--   lon i64?
--   accuracy i64: of it, metres; 0 = unknown
--   hints i64: PHOTO_HINT_* of media/photo.h
--   tail i64: enum photo_tail
--   plain bool: too little in it to compare
--   near i64: hash to search by
--   fine blob: hash to make sure with, 32 bytes
--   spot i64: distance from the nearest photo of what was found, by the long hash; 256 = none
--   spot_of i64: that photo; 0 = none

-- struct proof_flag: something about a photo that a person should look at
--   proof i64
--   kind text: enum proof_flag by code
--   other i64: the photo that it is about; 0 = none
--   amount i64: metres, minutes or how many, by kind

-- struct proof_line: a proof with the names of who added it
--   id i64
--   part text
--   pass i64
--   kind text
--   name_zh text
--   name_en text
--   for_zh text
--   unit_name text
--   at i64
--   name text
--   media text
--   bytes i64
--   sha256 text
--   thumb text
--   note text
--   amount text
--   amount_unit text
--   instrument text
--   width i64
--   height i64
--   taken_at i64
--   camera text
--   software text
--   exif_lat i64?
--   exif_lon i64?
--   shot_at i64
--   lat i64?
--   lon i64?
--   accuracy i64
--   hints i64
--   spot i64
--   spot_of i64

-- struct proof_flag_line: a flag with where the other photo belongs
--   proof i64
--   kind text
--   other i64
--   amount i64
--   campaign i64: of the other one; 0 = none
--   finding i64
--   region i64
--   at i64

-- struct proof_key: what a photo is compared by
--   id i64
--   finding i64
--   near i64
--   fine blob

-- struct proof_near: what the index of likeness is made of
--   id i64
--   near i64

-- struct proof_same: another proof with the same file
--   id i64
--   finding i64
--   at i64

-- one proof_add (@proof) -> id i64
INSERT INTO proof ({proof.*-id}) VALUES ({proof.:*-id}) RETURNING id;

-- bulk proof_flag_insert (@proof_flag)
INSERT INTO proof_flag ({proof_flag.*}) VALUES ({proof_flag.:*}) ON CONFLICT (proof, kind, other) DO NOTHING;

-- exec proof_finding_flagged (finding i64)
UPDATE finding SET flagged = flagged + 1 WHERE id = :finding;

-- one proof_get (id i64) -> @proof
SELECT {proof.*} FROM proof WHERE id = :id;

-- one proof_by_key (finding i64, key text) -> @proof
SELECT {proof.*} FROM proof WHERE finding = :finding AND key = :key AND key <> '';

-- many proof_lines (finding i64, n i64) -> @proof_line
SELECT p.id, p.part, p.pass, p.kind, coalesce(w.name_zh, ''), coalesce(w.name_en, ''), coalesce(o.name_zh, ''), coalesce(u.name, ''), p.at,
  p.name, p.media, p.bytes, p.sha256, p.thumb, p.note, p.amount, p.amount_unit, p.instrument, p.width, p.height, p.taken_at, p.camera,
  p.software, p.exif_lat, p.exif_lon, p.shot_at, p.lat, p.lon, p.accuracy, p.hints, p.spot, p.spot_of
FROM proof p LEFT JOIN users w ON w.id = p.user_id LEFT JOIN users o ON o.id = p.for_user LEFT JOIN unit u ON u.id = p.unit
WHERE p.finding = :finding ORDER BY p.id LIMIT :n;

-- many proof_flag_lines (finding i64) -> @proof_flag_line
SELECT g.proof, g.kind, g.other, g.amount, coalesce(o.campaign, 0), coalesce(o.finding, 0), coalesce(f.region, 0), coalesce(o.at, 0)
FROM proof p JOIN proof_flag g ON g.proof = p.id LEFT JOIN proof o ON o.id = g.other LEFT JOIN finding f ON f.id = o.finding
WHERE p.finding = :finding ORDER BY g.proof, g.kind, g.other;

-- one proof_totals (finding i64) -> n i64, bytes i64
SELECT count(*), CAST(coalesce(sum(bytes), 0) AS {I64}) FROM proof WHERE finding = :finding;

-- one proof_count (finding i64, part text, kind text, pass i64, unit i64) -> n i64
-- For the rule: what was added since the last return, in the name of the unit.
SELECT count(*) FROM proof
WHERE finding = :finding AND part = :part AND kind = :kind AND pass = :pass AND unit = :unit;

-- many proof_same_file (sha256 text) -> @proof_same
SELECT {proof_same.*} FROM proof WHERE sha256 = :sha256 AND sha256 <> '' ORDER BY id DESC LIMIT 20;

-- many proof_keys_of (ids text) -> @proof_key
SELECT {proof_key.*} FROM proof WHERE id IN (SELECT CAST(value AS {I64}) FROM {EACH}(CAST(CAST(:ids AS TEXT) AS {JSON})));

-- many proof_photos (finding i64, part text) -> @proof
SELECT {proof.*} FROM proof WHERE finding = :finding AND part = :part AND kind = 'photo' ORDER BY id LIMIT 100;

-- many proof_keys_after (id i64, n i64) -> @proof_key
SELECT {proof_key.*} FROM proof WHERE id > :id AND kind = 'photo' AND plain = 0 ORDER BY id LIMIT :n;

-- many proof_nears_after (id i64, n i64) -> @proof_near
SELECT {proof_near.*} FROM proof WHERE id > :id AND kind = 'photo' AND plain = 0 ORDER BY id LIMIT :n;

-- one proof_file_known (sha256 text) -> n i64
SELECT (SELECT count(*) FROM proof WHERE sha256 = :sha256 AND sha256 <> '') + (SELECT count(*) FROM proof WHERE thumb = :sha256 AND thumb <> '');

-- struct proof_file: what must lie in the folder of files
--   id i64
--   sha256 text
--   bytes i64
--   thumb text

-- each check_proof_files () -> @proof_file
SELECT {proof_file.*} FROM proof WHERE sha256 <> '' ORDER BY id;
