"""Zips folders of XML parts into a .docx and writes it as a C array.

    gen_docx.py OUT.docx OUT.c SYMBOL FOLDER...

A part of a later folder stands in place of the same one of an earlier. The order of the parts is
fixed ([Content_Types].xml first) and so are their dates: the same folders give the same bytes."""
import pathlib
import sys
import zipfile


def main():
    docx, source, symbol = sys.argv[1:4]
    files = {}
    for folder in map(pathlib.Path, sys.argv[4:]):
        files.update((p.relative_to(folder).as_posix(), p) for p in folder.rglob("*") if p.is_file())
    parts = sorted(files, key=lambda p: (p != "[Content_Types].xml", not p.startswith("_rels/"), p))
    with zipfile.ZipFile(docx, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as z:
        for part in parts:
            info = zipfile.ZipInfo(part, (1980, 1, 1, 0, 0, 0))
            info.compress_type = zipfile.ZIP_DEFLATED
            z.writestr(info, files[part].read_bytes())
    data = pathlib.Path(docx).read_bytes()
    with open(source, "w", encoding="utf-8") as f:
        f.write('#include "office/docx.h"\n\nstatic const unsigned char data[] = {')
        for i, byte in enumerate(data):
            f.write(("\n    " if i % 24 == 0 else "") + f"{byte},")
        f.write("\n};\n\nstruct str %s(void)\n{\n" % symbol)
        f.write("    return (struct str){(const char *)data, sizeof data};\n}\n")


main()
