"""The strongest peer in its own corpus: TF-IDF of character 1-4-grams and LinearSVC.

Usage: linear_svc.py TRAIN.jsonl[.gz] DEV.jsonl[.gz] OUT.jsonl

Writes the peer's answer to every DEV row, in the order of the rows, as
{"score": margin, "unwanted": whether it is positive}; prints {"train", "dev", "cpu_s"} as JSON.
"""

import gzip
import json
import sys
import time

from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.svm import LinearSVC

UNWANTED = {"spam", "marketing", "fraud"}


def read(path):
    """Texts and whether each is unwanted, in the order of the file."""
    opened = gzip.open if path.endswith(".gz") else open
    with opened(path, "rt", encoding="utf-8", newline="\n") as lines:
        rows = [json.loads(line) for line in lines if line.strip()]
    return [row["text"] for row in rows], [row["label"] in UNWANTED for row in rows]


def main(train_path, dev_path, out_path):
    texts, unwanted = read(train_path)
    started = time.process_time()
    vectorizer = TfidfVectorizer(analyzer="char", ngram_range=(1, 4), lowercase=True)
    # The order in which coordinates are visited is drawn; the seed makes runs repeatable.
    peer = LinearSVC(random_state=0).fit(vectorizer.fit_transform(texts), unwanted)
    cpu_s = time.process_time() - started

    dev_texts, _ = read(dev_path)
    margins = peer.decision_function(vectorizer.transform(dev_texts))
    with open(out_path, "w", encoding="utf-8") as out:
        for margin in margins.tolist():
            out.write(json.dumps({"score": margin, "unwanted": margin > 0}) + "\n")
    print(json.dumps({"train": len(texts), "dev": len(dev_texts), "cpu_s": cpu_s}))


if __name__ == "__main__":
    if len(sys.argv) != 4:
        sys.exit(__doc__)
    main(*sys.argv[1:])
