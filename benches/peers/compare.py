"""Time and memory: themata beside scikit-learn on one corpus, runs in turn, medians.

usage: compare.py THEMATA CORPUS.jsonl K [--runs 3]
CORPUS has one object a line (id, title, text). Needs scikit-learn and a POSIX system. Prints one table.
"""
import argparse, json, os, statistics, subprocess, sys, tempfile, time

PEER = """
import json, sys
from sklearn.cluster import KMeans
from sklearn.feature_extraction.text import TfidfVectorizer
import numpy as np
texts = []
for line in open(sys.argv[1], encoding='utf-8'):
    r = json.loads(line)
    texts.append(' '.join(filter(None, (r.get('title'), r.get('text') or r.get('abstract')))))
rows = TfidfVectorizer(stop_words='english', min_df=2, dtype=np.float32).fit_transform(texts)
KMeans(int(sys.argv[2]), n_init=1, max_iter=100, random_state=42).fit(rows)
"""

args = argparse.ArgumentParser()
args.add_argument("themata")
args.add_argument("corpus")
args.add_argument("k")
args.add_argument("--runs", type=int, default=3)
args = args.parse_args()


def measure(command):
    start = time.perf_counter()
    child = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    _, status, usage = os.wait4(child.pid, 0)
    child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode != 0:
        sys.exit(f"{command[0]} ended with {child.returncode}")
    return time.perf_counter() - start, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024


results = {}
stages = []
for run in range(args.runs):
    with tempfile.TemporaryDirectory() as folder:
        base = [args.themata, "cluster", args.corpus, "-k", args.k, "--neighbors", "0", "-q", "-o", folder + "/r"]
        results.setdefault("themata, whole run", []).append(measure(base))
        results.setdefault("themata, one restart", []).append(measure(base + ["--n-init", "1"]))
        with open(folder + "/r/run.json", encoding="utf-8") as text:
            took = json.load(text)["environment"]["stages"]
        stages.append(sum(took[s] for s in ("reading", "counting terms", "weighing terms", "grouping")))
    results.setdefault("scikit-learn", []).append(measure([sys.executable, "-c", PEER, args.corpus, args.k]))
middle = {name: [statistics.median(v[i] for v in values) for i in range(3)] for name, values in results.items()}
peer = middle["scikit-learn"]
for name, (wall, cpu, memory) in middle.items():
    print(f"{name:22} {wall:8.2f} s wall {cpu:8.2f} s CPU {memory:8.0f} MB   {peer[0] / wall:5.1f} times faster")
own = statistics.median(stages)
print(f"reading, vectors and one k-means restart of themata: {own:.2f} s, {peer[0] / own:.1f} times faster")
