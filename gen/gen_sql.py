#!/usr/bin/env python3
"""Makes typed C from the SQL files of src/store/sql.

usage: gen_sql.py SQL_DIR ROWS.h SQL.h SQL.c DEPENDS.d

A file holds row structs and statements (docs/store.md shows both):

    -- struct region: a node of the area tree
    --   code i64: padded code
    --   closed i64?: a question mark allows NULL
    -- one region_get (code i64) -> @region: comment
    SELECT ... WHERE code = :code;

{region.*} stands for the columns of a struct, {region.t.*} for those of the table t, {region.:*} for its parameters, each
without one as {region.*-id}.

Kinds: one (0 or 1 row), many (rows into an arena), each (rows to a callback), exec (no rows), bulk
(no rows, run for many inputs). Parameters are :name; {WORD} is a fragment of dialect.txt."""
import pathlib
import re
import sys

CTYPES = {"i64": "int64_t", "text": "struct str", "blob": "struct str", "dec": "dec",
          "bool": "bool"}
KINDS = ("one", "many", "each", "exec", "bulk")
HEAD = re.compile(r"-- (%s) (\w+) \(([^)]*)\)(?: -> (.*?))?(?:: (.*))?$" % "|".join(KINDS))
STRUCT = re.compile(r"-- struct (\w+): (.*)$")
FIELD = re.compile(r"--   (\w+) (i64|text|blob|dec|bool)(\??)(?:: (.*))?$")


class Field:
    def __init__(self, name, kind, nullable, doc=""):
        self.name, self.kind, self.nullable, self.doc = name, kind, nullable, doc or ""


class Struct:
    def __init__(self, name, doc):
        self.name, self.doc, self.fields = name, doc, []


class Statement:
    def __init__(self, kind, name, ins, outs, doc, where):
        self.kind, self.name, self.ins, self.outs = kind, name, ins, outs
        self.doc, self.where, self.sql = doc or "", where, ""
        self.in_struct = self.out_struct = ""


def fail(where, text):
    sys.exit(f"{where}: {text}")


def fields_of(text, structs, where):
    """The fields of "@name" or of "a i64, b text?", and the name of the struct or ""."""
    text = text.strip()
    if text.startswith("@"):
        if text[1:] not in structs:
            fail(where, f"struct {text[1:]} is not declared above")
        return structs[text[1:]].fields, text[1:] + "_row"
    out = []
    for item in filter(None, (t.strip() for t in text.split(","))):
        m = re.fullmatch(r"(\w+) (i64|text|blob|dec|bool)(\??)", item)
        if not m:
            fail(where, f'"{item}" is not "name type"')
        out.append(Field(m[1], m[2], bool(m[3])))
    return out, ""


COLUMNS = re.compile(r"\{(\w+)\.((?:\w+\.)?|:)\*(?:-(\w+))?\}")


def columns(text, structs, where):
    def names(m):
        if m[1] not in structs:
            fail(where, f"struct {m[1]} is not declared above")
        return ", ".join(m[2] + f.name for f in structs[m[1]].fields if f.name != m[3])
    return COLUMNS.sub(names, text)


def parse(path, structs, statements):
    current, struct = None, None
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        where = f"{path}:{number}"
        if m := STRUCT.match(line):
            struct = structs[m[1]] = Struct(m[1], m[2])
        elif m := HEAD.match(line):
            struct = None
            if current:
                fail(where, f"statement {current.name} does not end with ;")
            ins, in_struct = fields_of(m[3], structs, where)
            outs, out_struct = fields_of(m[4] or "", structs, where)
            if m[2] in {s.name for s in statements}:
                fail(where, f"{m[2]} stands twice")
            if bool(outs) != (m[1] in ("one", "many", "each")):
                fail(where, "exactly one, many and each have results")
            current = Statement(m[1], m[2], ins, outs, m[5], where)
            current.in_struct = in_struct or (f"{m[2]}_in" if ins else "")
            current.out_struct = out_struct or (f"{m[2]}_out" if outs else "")
        elif struct and (m := FIELD.match(line)):
            struct.fields.append(Field(m[1], m[2], bool(m[3]), m[4]))
        elif line.startswith("-- ") and current and not current.sql:
            current.doc += " " + line[3:]
        elif line.strip() and not line.startswith("--"):
            if not current:
                fail(where, "text outside a statement")
            current.sql += " " + line.strip()
            if line.rstrip().endswith(";"):
                current.sql = columns(current.sql.strip().rstrip(";"), structs, where)
                statements.append(current)
                current = None
    if current:
        fail(path, f"statement {current.name} does not end with ;")


def dialects(path):
    words = {}
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if line.strip() and not line.startswith("#"):
            cells = [c.strip() for c in line.split("|")]
            if len(cells) != 3:
                fail(f"{path}:{number}", "write WORD | SQLite | PostgreSQL")
            words[cells[0]] = cells[1:]
    return words


def fill(text, words, which, where):
    def word(m):
        if m[1] not in words:
            fail(where, f"{{{m[1]}}} is not in dialect.txt")
        return words[m[1]][which]
    return re.sub(r"\{(\w+)\}", word, text)


def numbered(s, words, which):
    """The statement with ?N or $N, and a check that text and header name the same parameters."""
    names = [f.name for f in s.ins]
    used = set()

    def place(m):
        if m[0].startswith("'"):
            return m[0]
        if m[1] not in names:
            fail(s.where, f":{m[1]} is not a parameter of {s.name}")
        used.add(m[1])
        return ("?", "$")[which] + str(names.index(m[1]) + 1)
    text = re.sub(r"'[^']*'|:(\w+)", place, fill(s.sql, words, which, s.where))
    if not s.in_struct.endswith("_row") and used != set(names):
        fail(s.where, f"{s.name} does not use {', '.join(set(names) - used)}")
    return text


def bound(s):
    """The number of the last parameter that the text uses: SQLite refuses to bind more."""
    used = [i for i, f in enumerate(s.ins, 1) if re.search(rf":{f.name}\b", s.sql)]
    return max(used, default=0)


def c_text(text):
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n") + '"'


def c_struct(name, fields, doc):
    out = [f"/* {doc} */" if doc else "", f"struct {name} {{"]
    for f in fields:
        out.append(f"    {CTYPES[f.kind]} {f.name};" + (f" /* {f.doc} */" if f.doc else ""))
        if f.nullable:
            out.append(f"    bool has_{f.name};")
    return "\n".join(filter(None, out)) + "\n};\n"


def signature(s):
    args = ["struct store_tx *tx"]
    if s.ins and s.kind != "bulk":
        args.append(f"const struct {s.in_struct} *in")
    if s.kind == "one":
        args += ["struct arena *arena", f"struct {s.out_struct} *out", "bool *found"]
    elif s.kind == "many":
        args += ["struct arena *arena", f"struct {s.out_struct}s *out"]
    elif s.kind == "each":
        args += [f"bool (*row)(void *ctx, const struct {s.out_struct} *row, struct err *err)",
                 "void *ctx"]
    elif s.kind == "exec":
        args += ["int64_t *changed"]
    else:
        args += [f"bool (*next)(void *ctx, struct {s.in_struct} *in)", "void *ctx"]
    return f"bool sql_{s.name}({', '.join(args)}, struct err *err)"


def rows_header(structs):
    out = ["/* Generated by gen/gen_sql.py from src/store/sql; do not edit.",
           " * The rows of the tables, as the store takes and gives them. Text and blobs are views: of",
           " * the arena that was given, or valid during the callback. */",
           "#ifndef TZ_ROWS_GEN_H", "#define TZ_ROWS_GEN_H", "", '#include "base/dec.h"', ""]
    for s in structs.values():
        out += [c_struct(f"{s.name}_row", s.fields, s.doc),
                f"struct {s.name}_rows {{\n    struct {s.name}_row *at;\n    size_t n, cap;\n}};\n"]
    return "\n".join(out + ["#endif", ""])


def header(structs, statements):
    out = ["/* Generated by gen/gen_sql.py from src/store/sql; do not edit. */",
           "#ifndef TZ_SQL_GEN_H", "#define TZ_SQL_GEN_H", "",
           '#include "base/err.h"', '#include "store/rows_gen.h"', "", "struct store_tx;", ""]
    made = {f"{s}_row" for s in structs}
    for s in statements:
        for name, fields in ((s.in_struct, s.ins), (s.out_struct, s.outs)):
            if name and name not in made:
                out.append(c_struct(name, fields, ""))
                made.add(name)
        if s.kind == "many" and not s.out_struct.endswith("_row"):
            out.append(f"struct {s.out_struct}s {{\n    struct {s.out_struct} *at;\n"
                       "    size_t n, cap;\n};\n")
        if s.doc:
            out.append(f"/* {s.doc.strip()} */")
        out.append(signature(s) + ";\n")
    out += ["enum sql_id {"] + [f"    SQL_{s.name}," for s in statements]
    out += ["    SQL_COUNT", "};", "", "#endif", ""]
    return "\n".join(out)


def pack(name, fields):
    out = [f"static void pack_{name}(const struct {name} *in, struct sql_cell *c)", "{"]
    for i, f in enumerate(fields):
        if f.kind in ("text", "blob"):
            out.append(f"    c[{i}].s = in->{f.name};")
        elif f.kind == "dec":
            out.append(f"    c[{i}].i = in->{f.name}.micro;")
        else:
            out.append(f"    c[{i}].i = in->{f.name};")
        out.append(f"    c[{i}].null = {f'!in->has_{f.name}' if f.nullable else 'false'};")
    return "\n".join(out) + "\n}\n"


def unpack(name, fields):
    """Texts are copied into the arena, or stay views of the store's memory without one."""
    out = [f"static bool unpack_{name}(struct arena *a, const struct sql_cell *c, "
           f"struct {name} *out)", "{", "    bool ok = true;", "    (void)a;"]
    for i, f in enumerate(fields):
        if f.kind in ("text", "blob"):
            out.append(f"    ok = sql_text(a, &c[{i}], &out->{f.name}) && ok;")
        elif f.kind == "dec":
            out.append(f"    out->{f.name} = (dec){{c[{i}].i}};")
        elif f.kind == "bool":
            out.append(f"    out->{f.name} = c[{i}].i != 0;")
        else:
            out.append(f"    out->{f.name} = c[{i}].i;")
        if f.nullable:
            out.append(f"    out->has_{f.name} = !c[{i}].null;")
    return "\n".join(out) + "\n    return ok;\n}\n"


def row_callback(s):
    name = s.out_struct
    if s.kind == "one":
        return (f"static bool row_{s.name}(void *ctx, const struct sql_cell *c, struct err *err)\n{{\n"
                f"    struct sql_into *into = ctx;\n    into->n++;\n"
                f"    return unpack_{name}(into->arena, c, into->out) ||\n"
                f"           err_set(err, ERR_MEMORY, NULL);\n}}\n")
    if s.kind == "many":
        return (f"static bool row_{s.name}(void *ctx, const struct sql_cell *c, struct err *err)\n{{\n"
                f"    struct sql_into *into = ctx;\n    struct {name}s *rows = into->out;\n"
                f"    struct {name} *r = VEC_ADD(into->arena, rows);\n"
                f"    return (r && unpack_{name}(into->arena, c, r)) ||\n"
                f"           err_set(err, ERR_MEMORY, NULL);\n}}\n")
    if s.kind == "each":
        return (f"struct each_{s.name} {{\n"
                f"    bool (*row)(void *ctx, const struct {name} *row, struct err *err);\n"
                f"    void *ctx;\n}};\n\n"
                f"static bool row_{s.name}(void *ctx, const struct sql_cell *c, struct err *err)\n{{\n"
                f"    struct each_{s.name} *each = ctx;\n    struct {name} r;\n"
                f"    (void)unpack_{name}(NULL, c, &r);\n"
                f"    return each->row(each->ctx, &r, err);\n}}\n")
    if s.kind == "bulk":
        return (f"struct bulk_{s.name} {{\n    bool (*next)(void *ctx, struct {s.in_struct} *in);\n"
                f"    void *ctx;\n}};\n\n"
                f"static bool next_{s.name}(void *ctx, struct sql_cell *c)\n{{\n"
                f"    struct bulk_{s.name} *bulk = ctx;\n    struct {s.in_struct} in = {{0}};\n"
                f"    if (!bulk->next(bulk->ctx, &in))\n        return false;\n"
                f"    pack_{s.in_struct}(&in, c);\n    return true;\n}}\n")
    return ""


def function(s):
    out = [signature(s), "{"]
    cells = "NULL"
    if s.ins and s.kind != "bulk":
        out += [f"    struct sql_cell c[{len(s.ins)}];", f"    pack_{s.in_struct}(in, c);"]
        cells = "c"
    call = f"store_run(tx, SQL_{s.name}, {cells}"
    if s.kind == "one":
        out += [f"    struct {s.out_struct} got = {{0}};",
                "    struct sql_into into = {.arena = arena, .out = &got};",
                f"    if (!{call}, row_{s.name}, &into, NULL, err))", "        return false;",
                "    if (into.n)", "        *out = got;", "    *found = into.n > 0;",
                "    return true;"]
    elif s.kind == "many":
        out += ["    struct sql_into into = {.arena = arena, .out = out};",
                f"    return {call}, row_{s.name}, &into, NULL, err);"]
    elif s.kind == "each":
        out += [f"    struct each_{s.name} each = {{row, ctx}};",
                f"    return {call}, row_{s.name}, &each, NULL, err);"]
    elif s.kind == "exec":
        out += [f"    return {call}, NULL, NULL, changed, err);"]
    else:
        out += [f"    struct bulk_{s.name} bulk = {{next, ctx}};",
                f"    return store_run_many(tx, SQL_{s.name}, next_{s.name}, &bulk, err);"]
    return "\n".join(out) + "\n}\n"


def types(fields):
    return "(const unsigned char[]){" + ", ".join(f"SQL_{f.kind.upper()}" for f in fields) + "}"


def source(statements, words, migrations):
    out = ["/* Generated by gen/gen_sql.py from src/store/sql; do not edit. */",
           '#include "store/sql.h"', "", "const struct sql_statement SQL_STATEMENTS[SQL_COUNT] = {"]
    for s in statements:
        out.append(f'    [SQL_{s.name}] = {{"{s.name}",\n     {c_text(numbered(s, words, 0))},\n'
                   f"     {c_text(numbered(s, words, 1))},\n"
                   f"     {len(s.ins)}, {bound(s)}, {len(s.outs)}, {'true' if s.kind == 'each' else 'false'},\n"
                   f"     {types(s.ins) if s.ins else 'NULL'},\n"
                   f"     {types(s.outs) if s.outs else 'NULL'}}},")
    out += ["};", "", "const struct sql_migration SQL_MIGRATIONS[] = {"]
    for path in migrations:
        texts = []
        for which in (0, 1):
            body = "\n".join(line for line in path.read_text(encoding="utf-8").splitlines()
                             if line.strip() and not line.startswith("--"))
            texts.append(c_text(fill(body, words, which, path)))
        out.append(f"    {{{int(path.name[:4])},\n     {texts[0]},\n     {texts[1]}}},")
    out += ["};", f"const int SQL_MIGRATIONS_N = {len(migrations)};", ""]
    packed, unpacked = set(), set()
    for s in statements:
        if s.ins and s.in_struct not in packed:
            packed.add(s.in_struct)
            out.append(pack(s.in_struct, s.ins))
        if s.outs and s.out_struct not in unpacked:
            unpacked.add(s.out_struct)
            out.append(unpack(s.out_struct, s.outs))
        out += [row_callback(s), function(s)]
    return "\n".join(out)


def main():
    folder, out_rows, out_h, out_c, depends = (pathlib.Path(a) for a in sys.argv[1:])
    structs, statements = {}, []
    for path in sorted(folder.glob("*.sql")):
        parse(path, structs, statements)
    words = dialects(folder / "dialect.txt")
    migrations = sorted((folder / "migrations").glob("[0-9][0-9][0-9][0-9]-*.sql"))
    for n, path in enumerate(migrations, 1):
        if int(path.name[:4]) != n:
            fail(path, f"the number must be {n:04}")
    # The folders too, so that a new file is noticed.
    read = [folder, folder / "migrations", folder / "dialect.txt", *folder.glob("*.sql"), *migrations]
    depends.write_text(f"{out_rows} {out_h} {out_c}: {' '.join(map(str, read))}\n", encoding="utf-8")
    out_rows.write_text(rows_header(structs), encoding="utf-8")
    out_h.write_text(header(structs, statements), encoding="utf-8")
    out_c.write_text(source(statements, words, migrations), encoding="utf-8")


if __name__ == "__main__":
    main()
