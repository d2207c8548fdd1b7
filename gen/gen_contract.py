#!/usr/bin/python3
"""api/openapi.yaml -> C tables: operations, parameters, schemas.

Usage: gen_contract.py openapi.yaml rights.yaml OUT.h OUT.c
The tables are read by src/http/contract.c; nothing about the API is written down a second time.
"""
import sys

import yaml

TYPES = {"object": 1, "array": 2, "string": 4, "integer": 8, "boolean": 16, "null": 32}
FORMATS = {None: "NONE", "region": "REGION", "period": "PERIOD", "decimal": "DECIMAL", "date": "DATE", "int64": "NONE",
           "binary": "BINARY"}
KNOWN = {"type", "format", "minLength", "maxLength", "minimum", "maximum", "enum", "items", "properties",
         "required", "maxItems", "additionalProperties", "anyOf", "description", "$ref"}
COSTS = ("statements", "allocations", "kilobytes")
METHODS = ("get", "post", "put", "delete")


class Gen:
    def __init__(self, spec, matrix):
        self.spec = spec
        self.matrix = matrix
        self.rows = []  # schema rows as C text
        self.named = {}
        self.props = []
        self.params = []
        self.ops = []
        self.enums = []

    def fail(self, what):
        sys.exit(f"gen_contract.py: {what}")

    def resolve(self, ref, kind):
        parts = ref.split("/")
        if parts[:3] != ["#", "components", kind] or parts[3] not in self.spec["components"][kind]:
            self.fail(f"unknown reference {ref}")
        return parts[3]

    def schema(self, s, where):
        """Index of the schema's row."""
        if "$ref" in s:
            name = self.resolve(s["$ref"], "schemas")
            if name not in self.named:
                self.named[name] = len(self.rows)
                self.rows.append(None)
                self.fill(self.named[name], self.spec["components"]["schemas"][name], name)
            return self.named[name]
        index = len(self.rows)
        self.rows.append(None)
        self.fill(index, s, where)
        return index

    def fill(self, index, s, where):
        if "$ref" in s:
            self.fail(f"{where}: a named schema must not be a reference")
        unknown = set(s) - KNOWN
        if unknown:
            self.fail(f"{where}: {sorted(unknown)} is not supported")
        if "anyOf" in s:
            real = [a for a in s["anyOf"] if a.get("type") != "null"]
            if len(real) != 1 or len(s["anyOf"]) != 2:
                self.fail(f"{where}: anyOf is for one schema or null")
            inner = self.schema(real[0], where)
            self.rows[index] = f"{{.types = 32, .or_else = {inner}}}"
            return
        types = s["type"] if isinstance(s["type"], list) else [s["type"]]
        mask = sum(TYPES[t] for t in types)
        fields = [f".types = {mask}", ".or_else = -1"]
        fields.append(f".format = FORMAT_{FORMATS[s.get('format')]}")
        fields.append(f".min_length = {s.get('minLength', 0)}")
        fields.append(f".max_length = {s.get('maxLength', s.get('maxItems', -1))}")
        if "minimum" in s:
            fields += [".has_min = true", f".min = {s['minimum']}"]
        if "maximum" in s:
            fields += [".has_max = true", f".max = {s['maximum']}"]
        if "enum" in s:
            name = f"ENUM_{len(self.enums)}"
            words = ", ".join(c_text(w) for w in s["enum"])
            self.enums.append(f"static const char *const {name}[] = {{{words}, NULL}};")
            fields.append(f".choices = {name}")
        fields.append(f".items = {self.schema(s['items'], where + '[]') if 'items' in s else -1}")
        extra = s.get("additionalProperties", True)
        if "object" in types and extra is True:
            self.fail(f"{where}: say additionalProperties")
        fields.append(f".extra = {self.schema(extra, where + '.*') if isinstance(extra, dict) else -1}")
        if "properties" in s:
            props = [(n, self.schema(p, f"{where}.{n}")) for n, p in s["properties"].items()]
            first = len(self.props)
            required = set(s.get("required", []))
            if required - set(s["properties"]):
                self.fail(f"{where}: required names an unknown property")
            for n, i in props:
                self.props.append(f"{{{c_text(n)}, {i}, {'true' if n in required else 'false'}}}")
            fields += [f".first = {first}", f".n = {len(props)}"]
        self.rows[index] = "{" + ", ".join(fields) + "}"

    def operation(self, path, method, op):
        for need in ("operationId", "summary", "x-permission", "x-region", "x-cost", "responses"):
            if need not in op:
                self.fail(f"{method} {path}: {need} is missing")
        first = len(self.params)
        names = set()
        for p in op.get("parameters", []):
            if "$ref" in p:
                p = self.spec["components"]["parameters"][self.resolve(p["$ref"], "parameters")]
            i = self.schema(p["schema"], f"{op['operationId']}:{p['name']}")
            required = "true" if p.get("required") else "false"
            self.params.append(f"{{{c_text(p['name'])}, PARAM_{p['in'].upper()}, {required}, {i}}}")
            names.add((p["in"], p["name"]))
        for part in path.split("/"):
            if part.startswith("{") and ("path", part[1:-1]) not in names:
                self.fail(f"{path}: parameter {part} is not declared")
        body, media, body_max = -1, "NULL", 0
        if "requestBody" in op:
            ((kind, content),) = op["requestBody"]["content"].items()
            body = self.schema(content["schema"], f"{op['operationId']} body")
            media = c_text(kind)
            body_max = content["schema"].get("maxLength", 65536)
        ((status, reply),) = op["responses"].items()
        reply_schema, reply_media = -1, "NULL"
        if "content" in reply:
            ((kind, content),) = reply["content"].items()
            reply_schema = self.schema(content["schema"], f"{op['operationId']} reply")
            reply_media = c_text(kind)
        region = op["x-region"]
        permission = op["x-permission"]
        if permission not in self.matrix:
            self.fail(f"{op['operationId']}: rights.yaml does not know {permission}")
        source, _, name = region.partition(":")
        if source not in ("none", "campaign", "query", "path", "value", "unit", "person", "person_whole",
                          "finding", "answer", "paper"):
            self.fail(f"{op['operationId']}: x-region {region}")
        cost = op["x-cost"]
        if set(cost) != set(COSTS) or not all(isinstance(n, int) and n >= 0 for n in cost.values()):
            self.fail(f"{op['operationId']}: x-cost must be the numbers {', '.join(COSTS)}")
        costs = ", ".join(str(cost[c]) for c in COSTS)
        self.ops.append((op["operationId"],
                         f"{{{c_text(op['operationId'])}, {c_text(method.upper())}, {c_text(path)}, "
                         f"PERMISSION_{permission.replace('.', '_')}, REGION_{source.upper()}, {c_text(name)}, "
                         f"{first}, {len(self.params) - first}, {body}, {media}, {body_max}, "
                         f"{status}, {reply_schema}, {reply_media}, {{{costs}}}}}"))


def c_text(s):
    return '"' + s.replace("\\", "\\\\").replace('"', '\\"') + '"'


def main():
    source, rights, header, code = sys.argv[1:5]
    with open(source, encoding="utf-8") as f:
        spec = yaml.safe_load(f)
    with open(rights, encoding="utf-8") as f:
        matrix = yaml.safe_load(f)["matrix"]
    g = Gen(spec, matrix)
    for path, methods in spec["paths"].items():
        for method in METHODS:
            if method in methods:
                g.operation(path, method, methods[method])
    g.schema({"$ref": "#/components/schemas/Error"}, "Error")
    with open(header, "w", encoding="utf-8") as f:
        f.write("/* Generated by gen/gen_contract.py from api/openapi.yaml; do not edit. */\n")
        f.write("#ifndef TZ_CONTRACT_GEN_H\n#define TZ_CONTRACT_GEN_H\n\nenum op {\n")
        for name, _ in g.ops:
            f.write(f"    OP_{name},\n")
        f.write("    OP_COUNT\n};\n\n#define EACH_OP(X)")
        f.write("".join(f" \\\n    X({name})" for name, _ in g.ops) + "\n\n#endif\n")
    with open(code, "w", encoding="utf-8") as f:
        f.write("/* Generated by gen/gen_contract.py from api/openapi.yaml; do not edit. */\n")
        f.write('#include "http/contract.h"\n\n')
        f.write("\n".join(g.enums) + "\n\n")
        f.write("const struct schema_prop SCHEMA_PROPS[] = {\n    " + ",\n    ".join(g.props) + ",\n};\n\n")
        f.write("const struct schema SCHEMAS[] = {\n    " + ",\n    ".join(g.rows) + ",\n};\n\n")
        f.write("const struct op_param OP_PARAMS[] = {\n    " + ",\n    ".join(g.params) + ",\n};\n\n")
        f.write("const struct op_def OPS[OP_COUNT] = {\n    " + ",\n    ".join(r for _, r in g.ops) + ",\n};\n\n")
        f.write(f"const int SCHEMA_ERROR = {g.named['Error']};\n")


if __name__ == "__main__":
    main()
