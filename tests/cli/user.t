# Accounts on the console: made and reset with a one-time code that is shown once, disabled, enabled,
# unlocked; each an entry of the record. Codes are random: sixteen letters and digits in fours.

$ taizhang region import data/regions/5326.csv --db "$DB" --quiet >/dev/null

$ taizhang user add li.na --name 李娜 --role responsible_unit --region 532624 --db "$DB" --format csv | sed -E '2s/([0-9A-HJKMNP-TV-Z]{4}-){3}[0-9A-HJKMNP-TV-Z]{4},20.*/CODE,UNTIL/'
  login,code,until
  li.na,CODE,UNTIL

$ taizhang user add li.na --name 李娜 --role responsible_unit --region 532624 --db "$DB"
! taizhang: li.na exists already.
= 6

$ taizhang user add Li_Na --name 李娜 --role responsible_unit --db "$DB"
! taizhang: "Li_Na" is not a login name; write 3 to 32 of: a-z 0-9 . _ -, a letter first.
= 4

$ taizhang user add security --name 王安 --role security_administrator --db "$DB" --format csv | wc -l
  2

$ taizhang user reset security --hours 1 --db "$DB" --format json | grep -c '"code"'
  1

$ taizhang user reset security --hours 0 --db "$DB"
! taizhang: 0 is out of range; it must be from 1 to 168.
= 4

$ taizhang user reset nobody --db "$DB"
! taizhang: nobody does not exist.
= 3

$ taizhang user disable li.na --db "$DB" && taizhang user list --db "$DB" --format csv
  user,login,name,role,region,password,disabled
  1,li.na,李娜,responsible_unit,532624,code,yes
  2,security,王安,security_administrator,0,code,no

$ taizhang user enable li.na --db "$DB" && taizhang user unlock li.na --db "$DB" && taizhang audit list --db "$DB" --format csv | cut -d, -f1,3,5,7 | sort -n
  entry,who,kind,thing
  1,console,region.import,regions
  2,console,account.add,account li.na
  3,console,account.add,account security
  4,console,password.reset,account security
  5,console,account.disable,account li.na
  6,console,account.enable,account li.na
  7,console,account.unlock,account li.na

# Only hashes are stored.
$ sqlite3 "${DB#sqlite:}" "SELECT count(*) FROM users WHERE password LIKE '\$argon2id\$%'"
  2
