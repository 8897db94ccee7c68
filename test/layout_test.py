#!/usr/bin/env python3
"""The shape of the sources: folders include only earlier folders, headers are guarded and short, what a header says is
compiled elsewhere is so, and no tracked file names a place on somebody's machine.

    layout_test.py <root of the repository>"""

import os
import re
import subprocess
import sys

FOLDERS = ["describe", "action", "model", "actions", "events", "codec", "auth", "exchange", "transport", "bulk", "hook",
           "sandbox"]
MAX_LINES, MAX_COLUMNS = 300, 120
TOP_LEVEL = {"CMakeLists.txt", "CMakePresets.json", "LICENSE", "README.md", "include", "src", "test", "examples", "docs"}
INCLUDE = re.compile(r'^\s*#\s*include\s*([<"])([^>"]+)[>"]')
INSTANTIATION = re.compile(r"^(extern )?template\s+(?:struct|class)\s+([^;{]*);", re.MULTILINE)
SEPARATE = re.compile(r"^#ifdef OKTA_SEPARATE_COMPILATION$.*?^#e", re.MULTILINE | re.DOTALL)
MACHINE_PATH = re.compile(r"(?<![\w.])/(?:" + "|".join(["work", "home", "root"]) + r")/")


def check_include(path, target):
    """path and target are relative to include/; returns what is wrong, or None."""
    parts, wanted = path.split("/"), target.split("/")
    if wanted[0] not in ("okta", "okta.hpp"):
        return None
    if len(parts) <= 2 or parts[1] == "impl":       # okta.hpp, okta/*.hpp and the bodies may include everything
        return None
    folder = parts[1]
    if folder not in FOLDERS:
        return f"folder {folder} is not in the list of folders"
    if target == "okta/impl/config.hpp":
        return None
    if len(wanted) > 2 and wanted[1] == "impl":
        return None if target.endswith(".ipp") else f"includes {target}, another header's implementation"
    if len(wanted) <= 2:
        return f"includes {target}, which ties the folders together"
    if wanted[1] not in FOLDERS:
        return f"includes {target}, whose folder is not in the list of folders"
    if FOLDERS.index(wanted[1]) > FOLDERS.index(folder):
        return f"includes {target}, but {wanted[1]}/ comes after {folder}/"
    return None


def check_header(path, text):
    """Yields (line, what is wrong) for one file under include/."""
    lines = text.splitlines()
    if len(lines) > MAX_LINES:
        yield MAX_LINES + 1, f"has {len(lines)} lines, {MAX_LINES} at most"
    for number, line in enumerate(lines, 1):
        if len(line) > MAX_COLUMNS:
            yield number, f"has {len(line)} columns, {MAX_COLUMNS} at most"
        if found := INCLUDE.match(line):
            if found[1] == '"':
                yield number, f'includes "{found[2]}": <okta/...> from the root, please'
            elif wrong := check_include(path, found[2]):
                yield number, wrong
    code = [line for line in lines if line.strip() and not line.lstrip().startswith("//")] or [""]
    name = re.sub(r"\W", "_", path).upper()
    if code[:2] != [f"#ifndef {name}", f"#define {name}"] or not code[-1].startswith("#endif"):
        yield 1, f"lacks the include guard {name}"


def check_instantiations(texts):
    """What headers declare by `extern template`, for separately compiled programs, and what the bodies that
    okta/src.hpp includes define by `template` are the same. Takes texts by their names under include/; yields (name,
    what is wrong). What is instantiated counts without its namespace."""
    declared, defined = {}, {}
    compiled = set(re.findall(r"^#include <(.*\.ipp)>$", texts.get("okta/src.hpp", ""), re.MULTILINE))
    for name, text in texts.items():
        separate = "".join(SEPARATE.findall(text))
        for extern, what in INSTANTIATION.findall(text):
            key = re.sub(r"\s|detail::", "", what)
            if not extern and name in compiled:
                defined[key] = name
            elif not extern:
                yield name, f"{what} is instantiated, but no body that okta/src.hpp includes is the place"
            elif what not in separate:
                yield name, f"{what}: `extern template` outside #ifdef OKTA_SEPARATE_COMPILATION"
            else:
                declared[key] = name
    for key in declared.keys() - defined.keys():
        yield declared[key], f"{key} is said to be compiled once, but nothing that okta/src.hpp includes does so"
    for key in defined.keys() - declared.keys():
        yield defined[key], f"{key} is compiled once, but no header says `extern template` for it"


def tracked_files(root):
    """What git tracks or would track; without git, every file outside build folders."""
    git = ["git", "-c", "safe.directory=*", "-C", root, "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    try:
        listed = subprocess.run(git, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, check=True).stdout.decode()
        names = [name for name in listed.split("\0") if name]
        if names:
            return sorted(name for name in names if os.path.isfile(os.path.join(root, name)))
    except (OSError, subprocess.CalledProcessError):
        pass
    names = []
    for folder, folders, files in os.walk(root):
        if folder == root:
            folders[:] = [f for f in folders if f != ".git" and not f.startswith("build")]
        names += [os.path.relpath(os.path.join(folder, f), root) for f in files]
    return sorted(names)


def problems(root):
    headers = {}
    for name in tracked_files(root):
        top = name.split("/")[0]
        if top not in TOP_LEVEL and not top.startswith("."):
            yield name, 1, f"{top} does not belong at the top level"
        try:
            with open(os.path.join(root, name), encoding="utf-8") as file:
                text = file.read()
        except UnicodeDecodeError:
            continue
        for number, line in enumerate(text.splitlines(), 1):
            if found := MACHINE_PATH.search(line):
                yield name, number, f"names a place on one machine: {found[0]}"
        if name.startswith("include/"):
            headers[name[len("include/"):]] = text
            for number, wrong in check_header(name[len("include/"):], text):
                yield name, number, wrong
    for name, wrong in check_instantiations(headers):
        yield "include/" + name, 1, wrong


def self_test():
    """The checks find what they are for."""
    guarded = "#ifndef OKTA_MODEL_X_HPP\n#define OKTA_MODEL_X_HPP\n{}\n#endif\n"
    path = "okta/model/x.hpp"
    right = ["#include <vector>", "#include <okta/describe/names.hpp>", "#include <okta/model/y.hpp>",
             "#include <okta/impl/config.hpp>", "#include <okta/impl/x.ipp>"]
    wrong = ["#include <okta/codec/http.hpp>", "#include <okta/client.hpp>", "#include <okta.hpp>", '#include "y.hpp"',
             "#include <okta/impl/other.hpp>", "#include <okta/nowhere/x.hpp>", "x" * (MAX_COLUMNS + 1), "\n" * MAX_LINES]
    for line in right:
        assert not list(check_header(path, guarded.format(line))), line
    for line in wrong:
        assert list(check_header(path, guarded.format(line))), line
    assert list(check_header(path, "struct x {};\n"))
    assert list(check_header(path, ""))
    once = "#ifdef OKTA_SEPARATE_COMPILATION\nextern template class result<\n    page<x>>;\n#endif\n"
    tree = {"okta/src.hpp": "#include <okta/impl/b.ipp>\n", "okta/a.hpp": once,
            "okta/impl/b.ipp": "template class result<page<x>>;\n"}
    assert not list(check_instantiations(tree))
    for name, text in [("okta/src.hpp", ""), ("okta/a.hpp", ""), ("okta/impl/b.ipp", ""),
                       ("okta/a.hpp", once.replace("#if", "#elif")), ("okta/impl/c.ipp", tree["okta/impl/b.ipp"])]:
        assert list(check_instantiations({**tree, name: text})), (name, text)
    assert not check_include("okta/client.hpp", "okta/sandbox/org.hpp")
    assert not check_include("okta/impl/http.ipp", "okta/sandbox/org.hpp")
    for folder in ["work", "home", "root"]:
        assert MACHINE_PATH.search(f'"/{folder}/x') and not MACHINE_PATH.search(f"example.com/{folder}/x")


def main():
    self_test()
    found = list(problems(os.path.abspath(sys.argv[1])))
    for name, line, wrong in found:
        print(f"{name}:{line}: {wrong}")
    print(f"{len(found)} problems" if found else "the layout holds")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
