#!/usr/bin/env python3
"""Extracts the JSON examples of Okta's published description, for schemas_test: a list of {name, operation, place,
status, schema, array, json}.

Every request and response of every path is walked; an example's schema is the one of the media type that refers to it.
Examples in components/examples that nothing refers to are printed. Exit status 77 without the facts; without PyYAML as
well, once the schemas are checked.

usage: examples.py <the program okta_schemas_test> [<facts folder>]
       examples.py --write <file> [<facts folder>]"""

import datetime
import json
import os
import subprocess
import sys
import tempfile

METHODS = ["get", "put", "post", "delete", "options", "head", "patch", "trace"]
HANDWRITTEN = {"addGroup": "CreateGroupRequest", "replaceGroup": "CreateGroupRequest"}     # bodies without a name


def skip(why):
    print(f"skipped: {why}")
    sys.exit(77)


class Description:
    def __init__(self, document):
        self.document = document
        self.found = []
        self.used = set()

    def resolve(self, node):
        """The node that a $ref leads to, and the last reference on the way."""
        name = None
        while isinstance(node, dict) and "$ref" in node:
            name = node["$ref"]
            target = self.document
            for step in name.lstrip("#/").split("/"):
                target = target[step.replace("~1", "/").replace("~0", "~")]
            node = target
        return node, name

    def schema_name(self, schema, operation):
        """(name, is an array) of a media type's schema."""
        if "$ref" in schema:
            return schema["$ref"].rsplit("/", 1)[1], False
        if schema.get("type") == "array":
            return self.schema_name(schema["items"], operation)[0], True
        if operation in HANDWRITTEN:
            return HANDWRITTEN[operation], False
        sys.exit(f"{operation}: a schema without a name")

    def media_types(self, content, operation, place, status):
        for media in (content or {}).values():
            schema, array = self.schema_name(media["schema"], operation)
            examples = dict(media.get("examples", {}))
            if "example" in media:
                examples[f"{operation} {place}"] = {"value": media["example"]}
            for key, example in examples.items():
                example, reference = self.resolve(example)
                name = reference.rsplit("/", 1)[1] if reference else key
                self.used.add(name)
                self.found.append({"name": name, "operation": operation, "place": place, "status": status,
                                   "schema": schema, "array": array, "json": example["value"]})

    def walk(self):
        for item in self.document["paths"].values():
            for method in METHODS:
                if method not in item:
                    continue
                operation = item[method]
                name = operation["operationId"]
                body, _ = self.resolve(operation.get("requestBody", {}))
                self.media_types(body.get("content"), name, "request", 0)
                for status, response in operation["responses"].items():
                    response, _ = self.resolve(response)
                    self.media_types(response.get("content"), name, "response", int(status))
        return sorted(set(self.document["components"].get("examples", {})) - self.used)


def plain(value):
    """YAML reads unquoted timestamps as dates; in JSON they are texts."""
    if isinstance(value, datetime.datetime):
        return value.strftime("%Y-%m-%dT%H:%M:%S.") + f"{value.microsecond // 1000:03}Z"
    return value.isoformat()


def extract(source, output):
    import yaml
    with open(source, encoding="utf-8") as file:
        description = Description(yaml.load(file, getattr(yaml, "CSafeLoader", yaml.SafeLoader)))
    unreferenced = description.walk()
    with open(output, "w", encoding="utf-8") as file:
        json.dump(description.found, file, default=plain, ensure_ascii=False, indent=1)
    names = {example["name"] for example in description.found}
    print(f"{len(names)} examples in {len(description.found)} places, {len(unreferenced)} unreferenced"
          + "".join(f"\nunreferenced: {name}" for name in unreferenced), flush=True)


def main():
    arguments = sys.argv[1:]
    write = arguments.pop(1) if arguments[0] == "--write" else None
    root = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..")
    folder = arguments[1] if len(arguments) > 1 else os.environ.get("OKTA_FACTS") or f"{root}/../shared/okta"
    source = os.path.join(folder, "okta.openapi.yaml")
    if not os.path.isfile(source):
        skip(f"{source} is not there")
    if write:
        extract(source, write)
        return 0
    with tempfile.TemporaryDirectory() as temporary:
        examples = os.path.join(temporary, "examples.json")
        try:
            extract(source, examples)
        except ImportError:
            status = subprocess.run([arguments[0], folder], check=False).returncode
            if status == 0:
                skip("the examples: PyYAML (python3-yaml) is not installed")
            return status
        return subprocess.run([arguments[0], folder, examples], check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
