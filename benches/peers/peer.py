"""One peer: trained, measured for its speed, or started for one message.

peer.py train NAME ROWS MODEL [--setting JSON] [--part ROWS SCORES]…
    learns, writes its model, and its answers to each part;
    prints {"train", "scored", "cpu_s", "bytes", "setting"}
peer.py score NAME MODEL --part ROWS SCORES…
    answers with a model that is there; prints {"scored"}
peer.py speed NAME MODEL ROWS…
    prints the messages a second of one thread over each file, as a list
peer.py cold NAME MODEL TEXT
    prints the score of one message
"""

import argparse
import json
import os
import time

import rows
from contender import peer_class

# How long a file is read over and over.
TIMED_S = 1.0
# Before that, so that caches and branch predictors know the work.
WARM_UP_S = 0.3


def train(arguments):
    learnt = rows.read(arguments.rows)
    chosen = arguments.setting and json.loads(arguments.setting)
    kind = peer_class(arguments.name)
    setting = kind.choose(learnt) if chosen is None else chosen
    started = time.process_time()
    peer = kind(setting)
    peer.fit(learnt)
    cpu_s = time.process_time() - started
    peer.save(arguments.model)
    return {
        "train": len(learnt),
        "scored": answer(peer, arguments.part),
        "cpu_s": cpu_s,
        "bytes": os.path.getsize(arguments.model),
        "setting": setting,
    }


def score(arguments):
    peer = peer_class(arguments.name).load(arguments.model)
    return {"scored": answer(peer, arguments.part)}


def answer(peer, parts):
    """Writes the peer's answers; how many there are in each part."""
    counts = []
    for part, out in parts:
        texts = [row.text for row in rows.read(part)]
        rows.write_scores(out, peer.scores(texts))
        counts.append(len(texts))
    return counts


def speed(arguments):
    peer = peer_class(arguments.name).load(arguments.model)
    rate = getattr(peer, "rate", None) or (lambda texts: rate_by_message(peer, texts))
    return [rate([row.text for row in rows.read(path)]) for path in arguments.rows]


def rate_by_message(peer, texts):
    """Messages a second, one at a time as a filter gets them."""
    for_a_while(peer, texts, WARM_UP_S)
    return for_a_while(peer, texts, TIMED_S)


def for_a_while(peer, texts, seconds):
    if not texts:
        raise SystemExit("no text to measure the speed on, expected rows")
    started = time.perf_counter()
    done = 0
    while True:
        for text in texts:
            peer.scores([text])
            done += 1
            if done % 16 == 0 and time.perf_counter() - started > seconds:
                return done / (time.perf_counter() - started)


def cold(arguments):
    return peer_class(arguments.name).load(arguments.model).scores([arguments.text])[0]


def parsed():
    parser = argparse.ArgumentParser(description=__doc__)
    tasks = parser.add_subparsers(required=True)
    for task, names in (
        (train, ["name", "rows", "model"]),
        (score, ["name", "model"]),
        (speed, ["name", "model"]),
        (cold, ["name", "model", "text"]),
    ):
        task_parser = tasks.add_parser(task.__name__)
        task_parser.set_defaults(task=task)
        for name in names:
            task_parser.add_argument(name)
        if task in (train, score):
            task_parser.add_argument("--part", nargs=2, action="append", default=[])
        if task is train:
            task_parser.add_argument("--setting")
        if task is speed:
            task_parser.add_argument("rows", nargs="+")
    return parser.parse_args()


if __name__ == "__main__":
    arguments = parsed()
    print(json.dumps(arguments.task(arguments)))
