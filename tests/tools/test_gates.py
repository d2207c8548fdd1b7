"""The gates must catch what they are for: each test plants a fault in a small tree and sees it found."""
import pathlib
import sys
import tempfile
import unittest

TOP = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(TOP / "tools"))
sys.dont_write_bytecode = True

import check_docs  # noqa: E402
import check_layers  # noqa: E402
import check_sizes  # noqa: E402
import check_source  # noqa: E402
import count_tests  # noqa: E402


class Tree(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.root = pathlib.Path(folder.name).resolve()

    def put(self, name, text):
        path = self.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        return path

    def one(self, findings, *words):
        self.assertEqual(len(findings), 1, findings)
        for word in words:
            self.assertIn(word, findings[0])


class Layers(Tree):
    def test_downward_edges_pass(self):
        self.put("src/base/buf.h", "#include <stddef.h>\n")
        self.put("src/work/app.c", '#include "base/buf.h"\n#include "store/store.h"\n#include "work/app.h"\n')
        self.put("src/main.c", '#include "cli/cli.h"\n')
        self.assertEqual(check_layers.check(self.root), [])

    def test_upward_edge_is_found_with_its_line(self):
        self.put("src/domain/rule.c", '#include "base/dec.h"\n\n#  include "store/store.h"\n')
        self.one(check_layers.check(self.root), "src/domain/rule.c:3", "domain may not include store")

    def test_sibling_edge_is_found(self):
        self.put("src/store/value.c", '#include "office/csv.h"\n')
        self.one(check_layers.check(self.root), "store may not include office")

    def test_edge_from_server_to_handlers_is_found(self):
        self.put("src/http/router.c", '#include "api/handlers.h"\n')
        self.one(check_layers.check(self.root), "http may not include api")

    def test_include_not_written_from_src_is_found(self):
        self.put("src/work/app.c", '#include "app.h"\n#include "rows_gen.h"\n')
        self.one(check_layers.check(self.root), '"work/app.h"')

    def test_climbing_out_is_found(self):
        self.put("src/base/buf.c", '#include "../domain/rule.h"\n')
        self.one(check_layers.check(self.root), "no layer")

    def test_database_header_outside_the_store_is_found(self):
        self.put("src/work/app.c", "#include <sqlite3.h>\n")
        self.put("src/store/sqlite.c", "#include <sqlite3.h>\n")
        self.one(check_layers.check(self.root), "src/work/app.c:1")

    def test_clock_in_the_domain_is_found(self):
        self.put("src/domain/score.c", "#include <time.h>\n")
        self.one(check_layers.check(self.root), "no clock")

    def test_unknown_layer_is_found(self):
        self.put("src/extra/a.c", "")
        self.one(check_layers.check(self.root), "unknown layer")


class Sizes(Tree):
    def test_long_file_is_found(self):
        self.put("src/base/a.c", "\n" * 700)
        self.assertEqual(check_sizes.check_sources(self.root), [])
        self.put("src/base/a.c", "\n" * 701)
        self.one(check_sizes.check_sources(self.root), "701 lines")

    def test_long_function_is_found(self):
        body = '    f("}");\n' * 78
        self.put("src/base/a.c", "int f(void)\n{\n" + body + "}\n")
        self.assertEqual(check_sizes.check_sources(self.root), [])
        self.put("src/base/a.c", "int f(void)\n{\n" + body + "    /*\n}\n*/\n}\n")
        self.one(check_sizes.check_sources(self.root), "src/base/a.c:2", "83 lines")

    def test_long_script_function_is_found(self):
        self.put("web/src/a.ts", "export function f() {\n" + "  x()\n" * 79 + "}\n")
        self.one(check_sizes.check_sources(self.root), "81 lines")

    def test_first_page_counts_static_imports_only(self):
        manifest = {"index.html": {"file": "a.js", "isEntry": True, "imports": ["b"], "dynamicImports": ["c"]},
                    "b": {"file": "b.js", "imports": ["b"]}, "c": {"file": "c.js"}}
        self.assertEqual(check_sizes.first_page(manifest), ["a.js", "b.js"])

    def test_large_script_is_found(self):
        self.put("web/dist/.vite/manifest.json", '{"index.html": {"file": "a.js", "isEntry": true}}')
        number, text = 1, []
        while len(text) < 400000:
            number = number * 6364136223846793005 + 1442695040888963407 & (1 << 64) - 1
            text.append(chr(33 + (number >> 33) % 94))
        self.put("web/dist/a.js", "".join(text[:400000]))
        self.assertEqual(check_sizes.check_client(self.root), [])
        self.put("web/dist/a.js", "".join(text) + "".join(reversed(text)))
        self.one(check_sizes.check_client(self.root), "first page")

    def test_large_program_is_found(self):
        program = self.put("taizhang", "")
        self.assertEqual(check_sizes.check_program(program), [])
        with open(program, "wb") as file:
            file.truncate(8000000)
        self.one(check_sizes.check_program(program), "8000000 bytes")


class Source(Tree):
    def code(self, name, text):
        return check_source.check_code(self.root, self.put(name, text), text)

    def test_banned_function_is_found(self):
        self.one(self.code("src/cli/a.c", 'void f(void)\n{\n    strcpy(a, b); /* strcat(a, b) */ g("gets(");\n}\n'),
                 "src/cli/a.c:3", "strcpy")

    def test_similar_names_pass(self):
        self.assertEqual(self.code("src/cli/a.c", "my_system(1); p->system(2); fgets(a); snprintf(b);"), [])

    def test_floating_point_in_scores_is_found(self):
        self.one(self.code("src/domain/a.c", "static double x;\n"), "floating point")
        self.assertEqual(self.code("bench/a.c", "static double x;\n"), [])

    def test_unfinished_work_is_found(self):
        self.put("docs/a.md", "one\n" + "TO" + "DO: two\n")
        self.one(check_source.check(self.root), "docs/a.md:2")

    def errors(self, row):
        self.put("src/base/errors.def", row + "\n")
        self.put("src/base/use.c", "return err_set(err, ERR_A, NULL); /* ERR_B is only spoken of */\n")
        return check_source.check_errors(self.root)

    def test_errors_need_both_languages_and_the_same_holes(self):
        self.assertEqual(self.errors('ERR(A, "a", 400, 2, "No {0}.", "没有 {0}。")'), [])
        self.one(self.errors('ERR(A, "a", 400, 2, "No {0}.", "No {0}.")'), "no Chinese")
        self.one(self.errors('ERR(A, "a", 400, 2, "No {0}.", "没有 {1}。")'), "different places")
        self.one(self.errors('ERR(A, "a", 400, 2, "No.", "没有。")\nERR(A, "b", 400, 2, "No.", "没有。")'), "twice")
        self.one(self.errors('ERR(A, "a", 400, 2, "No.", "没有。")\nERR(B, "b", 400, 2, "No.", "没有。")'), "B is used nowhere")

    def test_orphans_are_found(self):
        self.put("src/base/meson.build", "static_library('base', 'buf.c')\nforeach n : ['one']\n'test_' + n + '.c'")
        self.put("src/base/buf.c", '#include "base/buf.h"\n')
        self.put("src/base/buf.h", "")
        self.put("src/base/test_one.c", "")
        self.assertEqual(check_source.check_orphans(self.root), [])
        self.put("src/base/test_two.c", "")
        self.one(check_source.check_orphans(self.root), "test_two.c")
        (self.root / "src/base/test_two.c").unlink()
        self.put("src/base/old.h", "")
        self.one(check_source.check_orphans(self.root), "old.h")


class Docs(Tree):
    def test_dead_links_are_found(self):
        self.put("README.md", "[a](docs/a.md#the-first) `[x](y.md)` [w](https://example.org/)\n")
        self.put("docs/a.md", "# The first\n[b](../README.md)\n")
        self.assertEqual(check_docs.check(self.root), [])
        self.put("docs/a.md", "# The second\n[b](b.md)\n")
        self.assertEqual(len(check_docs.check(self.root)), 2)

    def test_page_without_a_way_to_it_is_found(self):
        self.put("README.md", "\n")
        self.put("docs/a.md", "\n")
        self.one(check_docs.check(self.root), "no link leads here")


class Counting(unittest.TestCase):
    def meson(self, *tests, status=0):
        import json
        return count_tests.count("meson", "\n".join(
            json.dumps({"name": "t", "result": r, "stdout": out}) for r, out in tests), status)

    def test_meson_counts_cases(self):
        self.assertEqual(self.meson(("OK", "1..2\nok 1 - a\nok 2 - b\n"), ("OK", "done\n")), (3, 0))

    def test_meson_counts_two_groups_of_one_program(self):
        self.assertEqual(self.meson(("OK", "1..1\nok 1 - a\n1..1\nok 1 - b\n")), (2, 0))

    def test_what_broke_off_failed(self):
        self.assertEqual(self.meson(("FAIL", "1..3\nok 1 - a\n"), status=1), (1, 2))
        self.assertEqual(self.meson(("TIMEOUT", ""), status=1), (0, 1))
        self.assertEqual(self.meson(("FAIL", "1..1\nok 1 - a\n"), status=1), (1, 1))

    def test_nothing_and_skipped_failed(self):
        self.assertEqual(self.meson(("OK", "1..0\n")), (0, 1))
        self.assertEqual(self.meson(("OK", "1..1\nok 1 - a # SKIP\n")), (0, 1))
        self.assertEqual(self.meson(("SKIP", "")), (0, 1))

    def test_status_without_a_failed_case_is_a_failure(self):
        self.assertEqual(count_tests.count("text", "# pass 3\n# fail 0\n", 1), (3, 1))

    def test_node_and_vitest_and_unittest(self):
        node = "# tests 4\n# pass 3\n# fail 1\n# cancelled 0\n# skipped 0\n# todo 0\n"
        self.assertEqual(count_tests.count("text", node, 1), (3, 1))
        self.assertEqual(count_tests.count("text", node.replace("#", "\u2139"), 1), (3, 1))
        vitest = " Test Files  1 failed | 2 passed (3)\n      Tests  1 failed | 12 passed (13)\n"
        self.assertEqual(count_tests.count("text", vitest, 1), (12, 1))
        self.assertEqual(count_tests.count("text", "\x1b[2m      Tests \x1b[22m 12 passed (12)\n", 0), (12, 0))
        self.assertEqual(count_tests.count("text", "Ran 9 tests in 0.1s\n\nFAILED (failures=2, errors=1)\n", 1), (6, 3))


if __name__ == "__main__":
    unittest.main()
