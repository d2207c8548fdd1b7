"""Files that are not what they say, or much more than they say."""
import io
import re
import struct
import zipfile
import zlib

import contract
from target import case, expect

MEDIA = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
# Who may upload what the coordinator may not.
MAY = {"unit.write": "admin", "post.write": "security"}
TYPES = ('<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
         '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
         '<Default Extension="xml" ContentType="application/xml"/>%s'
         '<Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.%s"/>'
         '<Override PartName="/xl/worksheets/sheet1.xml" '
         'ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/></Types>')
RELS = ('<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        '<Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/%s" '
        'Target="%s"/></Relationships>')
BOOK = ('<?xml version="1.0"?>%s<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" '
        'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets>'
        '<sheet name="s" sheetId="1" r:id="rId1"/></sheets></workbook>')
SHEET = ('<?xml version="1.0"?>%s<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
         '%s</sheetData></worksheet>')
LAUGHS = ('<!DOCTYPE l [<!ENTITY a "ha">' + "".join('<!ENTITY %s "%s">' % (chr(98 + i), ("&%s;" % chr(97 + i)) * 10)
                                                   for i in range(9)) + ']>')
OUTSIDE = '<!DOCTYPE l [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
PARAMETER = '<!DOCTYPE l [<!ENTITY % p SYSTEM "http://127.0.0.1:9/x"> %p;]>'


def parts(book="", sheet="", rows="", types="", kind="sheet.main+xml", target="worksheets/sheet1.xml"):
    return {"[Content_Types].xml": TYPES % (types, kind), "_rels/.rels": RELS % ("officeDocument", "xl/workbook.xml"),
            "xl/workbook.xml": BOOK % book, "xl/_rels/workbook.xml.rels": RELS % ("worksheet", target),
            "xl/worksheets/sheet1.xml": SHEET % (sheet, rows)}


def archive(files, method=zipfile.ZIP_DEFLATED):
    room = io.BytesIO()
    with zipfile.ZipFile(room, "w", method) as z:
        for name, data in files.items():
            z.writestr(name, data)
    return room.getvalue()


def bomb(size):
    """One entry that unpacks to `size` zero bytes, made without unpacking it."""
    pack = zlib.compressobj(9, zlib.DEFLATED, -15)
    block, crc, data = b"\0" * (1 << 20), 0, b""
    for _ in range(size >> 20):
        data += pack.compress(block)
        crc = zlib.crc32(block, crc)
    data += pack.flush()
    name = b"xl/worksheets/sheet1.xml"
    local = struct.pack("<IHHHHHIIIHH", 0x04034b50, 20, 0, 8, 0, 33, crc, len(data), size, len(name), 0) + name
    central = struct.pack("<IHHHHHHIIIHHHHHII", 0x02014b50, 20, 20, 0, 8, 0, 33, crc, len(data), size, len(name), 0, 0, 0,
                          0, 0, 0) + name
    end = struct.pack("<IHHHHIIH", 0x06054b50, 0, 0, 1, 1, len(central), len(local) + len(data), 0)
    return local + data + central + end


def lying(size):
    """An entry that says it has ten bytes and has many."""
    data = bytearray(archive({**parts(), "xl/worksheets/sheet1.xml": "A" * size}))
    for mark, at in ((b"PK\x03\x04", 22), (b"PK\x01\x02", 24)):
        for hit in re.finditer(re.escape(mark), bytes(data)):
            if struct.unpack_from("<I", data, hit.start() + at)[0] == size:
                struct.pack_into("<I", data, hit.start() + at, 10)
    return bytes(data)


def bad_files():
    good = parts()
    yield "text", b"name,value\n1,2\n"
    yield "html", b"<html><script>alert(1)</script></html>"
    yield "svg", b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>"
    yield "program", b"\x7fELF\x02\x01\x01" + b"\0" * 2000
    yield "windows program", b"MZ" + b"\0" * 2000
    yield "png", b"\x89PNG\r\n\x1a\n" + b"\0" * 2000
    yield "pdf", b"%PDF-1.7\n%%EOF"
    yield "old excel", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 2000
    yield "gzip", b"\x1f\x8b\x08" + b"\0" * 200
    yield "empty archive", b"PK\x05\x06" + b"\0" * 18
    yield "an archive of something else", archive({"a.txt": "a"})
    yield "a Word file", archive({**good, "[Content_Types].xml": good["[Content_Types].xml"].replace(
        "spreadsheetml.sheet.main", "wordprocessingml.document.main")})
    yield "macros by type", archive({**parts(kind="macro"), "[Content_Types].xml": (TYPES % ("", "x")).replace(
        "application/vnd.openxmlformats-officedocument.spreadsheetml.x",
        "application/vnd.ms-excel.sheet.macroEnabled.main+xml"), "xl/vbaProject.bin": b"\xd0\xcf\x11\xe0"})
    yield "macros under a plain type", archive({**good, "xl/vbaProject.bin": b"\xd0\xcf\x11\xe0"})
    yield "macros elsewhere", archive({**good, "xl/Macros/VBAPROJECT.BIN": b"\xd0\xcf\x11\xe0"})
    yield "a control", archive({**good, "xl/activeX/activeX1.bin": b"\0"})
    yield "a macro sheet", archive({**good, "xl/macrosheets/sheet1.xml": "<a/>"})
    yield "way up", archive({**good, "../../../../tmp/taizhang-evil": "x"})
    yield "absolute", archive({**good, "/etc/taizhang-evil": "x"})
    yield "backslash", archive({**good, "xl\\..\\..\\evil": "x"})
    yield "target outside", archive(parts(target="../../../../../etc/passwd"))
    yield "target by file", archive(parts(target="file:///etc/passwd"))
    yield "laughs in the book", archive(parts(book=LAUGHS))
    yield "laughs in the sheet", archive(parts(sheet=LAUGHS, rows='<row r="1"><c r="A1" t="inlineStr"><is><t>&j;</t></is></c></row>'))
    yield "laughs in the types", archive({**good, "[Content_Types].xml": LAUGHS + good["[Content_Types].xml"]})
    yield "outside in the sheet", archive(parts(sheet=OUTSIDE, rows='<row r="1"><c r="A1" t="inlineStr"><is><t>&x;</t></is></c></row>'))
    yield "parameter entity", archive(parts(book=PARAMETER))
    yield "utf-16 entity", archive({**good, "xl/workbook.xml": (BOOK % OUTSIDE).encode("utf-16")})
    yield "deep", archive(parts(rows="<a>" * 100000))
    yield "wide", archive(parts(rows='<row r="1"><c r="ZZZZ1"><v>1</v></c></row>'))
    yield "last row", archive(parts(rows='<row r="99999999999"><c r="A99999999999"><v>1</v></c></row>'))
    yield "long attribute", archive(parts(rows='<row r="%s"/>' % ("1" * 3000000)))
    yield "a bomb of 1 GB", bomb(1 << 30)
    yield "a bomb of 200 MB", archive({**good, "xl/worksheets/sheet1.xml": b"\0" * (200 << 20)})
    yield "an entry that lies", lying(1 << 20)
    yield "many entries", archive({**good, **{"x%d" % i: "" for i in range(20000)}}, zipfile.ZIP_STORED)
    yield "an archive in an archive", archive({"xl/workbook.xml": archive(good)})
    twice = io.BytesIO()
    with zipfile.ZipFile(twice, "w") as z:
        for name, data in list(good.items()) + [("XL/WORKBOOK.XML", "<a/>")]:
            z.writestr(name, data)
    yield "one name twice", twice.getvalue()
    whole = archive(good)
    yield "cut", whole[:len(whole) // 2]
    yield "no end", whole[:-22]
    yield "encrypted", whole.replace(b"PK\x03\x04\x14\x00\x00\x00", b"PK\x03\x04\x14\x00\x01\x00").replace(
        b"PK\x01\x02\x14\x03\x14\x00\x00\x00", b"PK\x01\x02\x14\x03\x14\x00\x01\x00")


def clean(data, what):
    """A workbook that comes back marked was made anew: nothing active, nothing of the server in it."""
    with zipfile.ZipFile(io.BytesIO(data)) as z:
        for name in z.namelist():
            expect(not re.search("vba|activeX|macro|embed|external", name, re.I), what, "carries", name)
            expect(b"root:x" not in z.read(name), what, "reads a file of the server")


@case("upload-content")
def content(world):
    """By what is inside, whatever name and media type say; refused with words, nothing kept."""
    files = list(bad_files())
    uploads = [op for op in contract.operations() if op.media == MEDIA]
    expect(len(uploads) >= 3, "uploads of workbooks are not in the contract any more")
    before = world.cli("audit", "export").count('"values.import"'), world.cli("audit", "export").count('"standard.import"')
    for op in uploads:
        cookie = world.session(MAY.get(op.permission, "coordinator"))
        for name, data in files:
            reply = world.server.ask(op.method, op.target(query={"file": "a.xlsx"}), data, MEDIA, cookie)
            expect(reply.status != 403, op.id, "is asked by somebody who may not:", reply)
            if reply.body[:2] == b"PK":
                clean(reply.body, (op.id, name))
            elif reply.status < 400:
                said = reply.json if "json" in reply.header("content-type") else None
                expect(said and said.get("kept") is False and said["problems"], op.id, name, "is taken:", reply)
            expect(b"root:x" not in reply.body, op.id, name, "reads a file of the server")
    after = world.cli("audit", "export").count('"values.import"'), world.cli("audit", "export").count('"standard.import"')
    expect(before == after, "something was kept")


@case("upload-media")
def media(world):
    """The media type must be that of the contract, too."""
    for op in contract.operations():
        if op.media != MEDIA:
            continue
        cookie = world.session(MAY.get(op.permission, "coordinator"))
        for kind in ("application/zip", "application/octet-stream", "text/html", "application/vnd.ms-excel",
                     "application/vnd.ms-excel.sheet.macroEnabled.12", "multipart/form-data; boundary=x", MEDIA + "x"):
            reply = world.server.ask(op.method, op.target(), archive(parts()), kind, cookie)
            expect(reply.status == 415, op.id, kind, "->", reply)


@case("upload-formulas")
def formulas(world):
    """What somebody wrote into a field is text in every workbook that others open, never a formula."""
    ask, cookie = world.server.ask, world.session("county")
    texts = ["=1+1", "=HYPERLINK(\"http://evil.example\",\"x\")", "+1+1", "-1+1", "@SUM(1)", "=cmd|'/c calc'!A1", "\t=1+1"]
    rows = ask("GET", "/api/campaigns/1/values?region=532624&code=I03&limit=200", cookie=cookie).json["values"]
    version = max([v["version"] for v in rows if v["period"] == "2026-04"], default=0)
    for text in texts:
        reply = ask("PUT", "/api/campaigns/1/values", {"region": "532624", "code": "I03", "period": "2026-04",
                    "state": "missing", "note": text, "source": text, "version": version}, cookie=cookie)
        expect(reply.status in (200, 400), text, reply)
        version = reply.json["value"]["version"] if reply.status == 200 else version
        book = ask("GET", "/api/campaigns/1/template?region=532624", cookie=cookie)
        expect(book.status == 200, book)
        with zipfile.ZipFile(io.BytesIO(book.body)) as z:
            for name in z.namelist():
                if name.startswith("xl/worksheets/sheet"):
                    for cell in re.findall(rb"<f[ >].*?</f>", z.read(name)):
                        expect(b"evil" not in cell and b"cmd" not in cell and b"1+1" not in cell, "a formula:", cell)
