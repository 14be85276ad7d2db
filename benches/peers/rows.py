"""Labelled messages and scores, as files: JSONL, gzipped or not."""

import gzip
import json
from dataclasses import dataclass

UNWANTED = {"spam", "marketing", "fraud"}


@dataclass(frozen=True)
class Row:
    """A message, whether it is unwanted, and how much it counts in training."""

    text: str
    label: str
    weight: float

    @property
    def is_unwanted(self):
        return self.label in UNWANTED


def read(path):
    """The rows of a file, in its order."""
    opened = gzip.open if path.endswith(".gz") else open
    with opened(path, "rt", encoding="utf-8", newline="\n") as lines:
        objects = [json.loads(line) for line in lines if line.strip()]
    return [Row(it["text"], it["label"], it.get("weight", 1.0)) for it in objects]


def write(path, rows):
    """Writes texts and labels, one object a line."""
    with open(path, "w", encoding="utf-8") as out:
        for row in rows:
            out.write(json.dumps({"text": row.text, "label": row.label}, ensure_ascii=False) + "\n")


def write_scores(path, scores):
    """Writes a peer's answers, in the order of the rows, as `quell eval --against` reads them."""
    with open(path, "w", encoding="utf-8") as out:
        for score in scores:
            out.write(json.dumps({"score": score, "unwanted": score > 0}) + "\n")
