"""Lays out what is measured, so that every contender reads the same bytes.

prepare.py OUT --part NAME ROWS… --clean ROWS… --ham ROWS --speed NAME ROWS… --cold TEXT

Writes OUT/NAME.jsonl for every part; OUT/clean.jsonl, the rows of all --clean files together;
and OUT/KIND.jsonl, the same rows in that disguise, ham drawn from the wanted rows of --ham.
OUT/NAME.jsonl and OUT/NAME.txt for every --speed, and OUT/cold.txt: a message a line, parted
into words as fast_text_native reads them.
Prints the kinds of disguise as a JSON list.
"""

import argparse
import json
import os
from dataclasses import replace

import disguise
import fast_text
import rows


def main(arguments):
    def at(name):
        return os.path.join(arguments.out, f"{name}.jsonl")

    for name, path in arguments.part:
        rows.write(at(name), rows.read(path))
    clean = [row for path in arguments.clean for row in rows.read(path)]
    rows.write(at("clean"), clean)
    texts = [row.text for row in clean]
    ham = [row.text for row in rows.read(arguments.ham) if not row.is_unwanted]
    kinds = [*disguise.KINDS, "ham_appended"]
    for kind in kinds:
        changed = disguise.disguised(kind, texts, ham)
        rows.write(at(kind), [replace(row, text=text) for row, text in zip(clean, changed)])
    for name, path in arguments.speed:
        timed = rows.read(path)
        rows.write(at(name), timed)
        write_words(arguments.out, name, [row.text for row in timed])
    write_words(arguments.out, "cold", [arguments.cold])
    print(json.dumps(kinds))


def write_words(out, name, texts):
    with open(os.path.join(out, f"{name}.txt"), "w", encoding="utf-8") as words:
        words.writelines(fast_text.prepared(text) for text in texts)


def parsed():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("out")
    parser.add_argument("--part", nargs=2, action="append", default=[])
    parser.add_argument("--clean", nargs="+", required=True)
    parser.add_argument("--ham", required=True)
    parser.add_argument("--speed", nargs=2, action="append", default=[])
    parser.add_argument("--cold", required=True)
    return parser.parse_args()


if __name__ == "__main__":
    main(parsed())
