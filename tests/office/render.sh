#!/bin/sh
# Looks at the files with other programs: LibreOffice renders the sample bulletin to pictures, Python
# checks that the archive and its XML are sound. Not part of `meson test`.
#   tests/office/render.sh BUILD_DIR OUT_DIR
set -eu
build=$1 out=$2
mkdir -p "$out"
"$build/tests/office/docx_sample" "$out/sample.docx"
python3 - "$out/sample.docx" <<'P'
import sys, xml.dom.minidom, zipfile
with zipfile.ZipFile(sys.argv[1]) as z:
    assert z.testzip() is None and z.namelist()[0] == "[Content_Types].xml"
    for name in z.namelist():
        text = z.read(name)
        xml.dom.minidom.parseString(text)
        assert b"<w:sdt>" not in text, name
P
soffice --headless --convert-to pdf --outdir "$out" "$out/sample.docx" >/dev/null
pdftoppm -r 70 -png "$out/sample.pdf" "$out/page"
ls "$out"
