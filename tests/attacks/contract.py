"""The operations of api/openapi.yaml, each with a request that is as good as it can be made from its schemas."""
import copy
import os
from urllib.parse import quote

import yaml

# Of the demonstration; whatever is named otherwise is made from its schema.
KNOWN = {"campaign": 1, "round": 2, "standard": 1, "region": "532624", "parent": "5326", "within": "5326",
         "code": "I03", "period": "2026-04", "from": "2026-01", "to": "2026-12", "value": 1, "bulletin": 1,
         "file": "a.xlsx", "after": "", "state": "missing", "version": 0, "place": 0, "part": "", "role": "responsible_unit"}
FORMATS = {"region": "532624", "period": "2026-04", "decimal": "12.5"}


class Operation:
    def __init__(self, spec, path, method, op):
        self.id, self.path, self.method = op["operationId"], path, method.upper()
        self.permission = op["x-permission"]
        self.params = [resolve(spec, p) for p in op.get("parameters", [])]
        for p in self.params:
            p["schema"] = resolve(spec, p["schema"])
        self.media, self.body = None, None
        if "requestBody" in op:
            (self.media, content), = op["requestBody"]["content"].items()
            self.body = resolve(spec, content["schema"])

    def writes(self):
        return self.method != "GET"

    def values(self, where):
        return {p["name"]: sample(p["name"], p["schema"]) for p in self.params if p["in"] == where}

    def target(self, path=None, query=None):
        """With these parameters instead of the usual ones; those that need not be given are left out."""
        filled = self.path
        for name, value in {**self.values("path"), **(path or {})}.items():
            filled = filled.replace("{%s}" % name, raw_or_quoted(value))
        given = {p["name"]: sample(p["name"], p["schema"]) for p in self.params
                 if p["in"] == "query" and p.get("required")}
        given.update(query or {})
        return filled + "".join("%s%s=%s" % ("&" if i else "?", quote(k, safe=""), raw_or_quoted(v))
                                for i, (k, v) in enumerate(given.items()))

    def good_body(self):
        if self.body is None:
            return None
        return b"PK\x03\x04" if self.body.get("format") == "binary" else sample("", self.body)


class Raw(str):
    """A value that goes into a target as it stands."""


def raw_or_quoted(value):
    return value if isinstance(value, Raw) else quote(str(value).encode("utf-8", "surrogatepass"), safe="")


def resolve(spec, thing):
    """The thing without references; the few schemas that hold themselves are cut off."""
    def walk(node, path):
        if isinstance(node, dict):
            if "$ref" in node:
                if node["$ref"] in path:
                    return {}
                target = spec
                for part in node["$ref"].split("/")[1:]:
                    target = target[part]
                return walk(target, path | {node["$ref"]})
            return {k: walk(v, path) for k, v in node.items()}
        return [walk(v, path) for v in node] if isinstance(node, list) else node
    return walk(copy.deepcopy(thing), frozenset())


def types(schema):
    found = schema.get("type", [])
    found = {found} if isinstance(found, str) else set(found)
    for other in schema.get("anyOf", []):
        found |= types(other)
    return found


def sample(name, schema):
    if "enum" in schema:
        return KNOWN[name] if KNOWN.get(name) in schema["enum"] else schema["enum"][0]
    kinds = types(schema)
    if "object" in kinds:
        return {k: sample(k, v) for k, v in schema.get("properties", {}).items()
                if k in schema.get("required", []) or k in ("note", "source", "name_en")}
    if "array" in kinds:
        return [sample(name, schema.get("items", {}))]
    known = KNOWN.get(name)
    if "integer" in kinds:
        return known if isinstance(known, int) else schema.get("minimum", 1)
    if "boolean" in kinds:
        return True
    if schema.get("format") in FORMATS:
        return known if isinstance(known, str) and known else FORMATS[schema["format"]]
    return known if isinstance(known, str) and len(known) >= schema.get("minLength", 0) else "probe"


def places(schema, path=()):
    """Every place inside a body: (path, schema), the body itself first."""
    yield path, schema
    for name, part in schema.get("properties", {}).items():
        yield from places(part, path + (name,))
    if "items" in schema:
        yield from places(schema["items"], path + (0,))
    for other in schema.get("anyOf", []):
        if other.get("type") != "null":
            yield from places(other, path)


def put(body, path, value):
    """A copy of the body with the value in this place; None when the place does not exist there."""
    if not path:
        return value
    body = copy.deepcopy(body)
    inner = body
    for step, below in zip(path, path[1:]):
        empty = [None] if isinstance(below, int) else {}
        if isinstance(step, str) and isinstance(inner, dict) and step not in inner:
            inner[step] = empty
        if isinstance(step, int) and isinstance(inner, list) and inner[step] is None:
            inner[step] = empty
        inner = inner[step]
    inner[path[-1]] = value
    return body


def operations():
    root = os.environ["TAIZHANG_ROOT"]
    with open(root + "/api/openapi.yaml", encoding="utf-8") as f:
        spec = yaml.safe_load(f)
    return [Operation(spec, path, method, op) for path, methods in spec["paths"].items()
            for method, op in methods.items() if method in ("get", "post", "put", "delete", "patch")]
