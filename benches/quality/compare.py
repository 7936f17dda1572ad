"""Agreement with labels: themata beside scikit-learn, one table.

usage: compare.py THEMATA FOLDER [--seeds 1 2 3]
FOLDER holds labelled corpora as .jsonl or .jsonl.gz (fields id, title, text, label). Needs scikit-learn; igraph and
leidenalg for the communities of the neighbor graph, which are left out where these are missing.
Prints the median over the seeds of NMI / ARI at the true number of classes, with default settings of each method.
"""
import argparse, csv, gzip, json, pathlib, statistics, subprocess, tempfile

from sklearn.cluster import KMeans
from sklearn.decomposition import NMF, TruncatedSVD
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.metrics import adjusted_rand_score as ari, normalized_mutual_info_score as nmi
from sklearn.neighbors import NearestNeighbors
from sklearn.preprocessing import Normalizer

try:
    import igraph
    import leidenalg
except ImportError:
    leidenalg = None

args = argparse.ArgumentParser()
args.add_argument("themata")
args.add_argument("folder", type=pathlib.Path)
args.add_argument("--seeds", type=int, nargs="+", default=[1, 2, 3])
args = args.parse_args()


def load(path):
    opened = gzip.open(path, "rt", encoding="utf-8") if path.suffix == ".gz" else open(path, encoding="utf-8")
    with opened as lines:
        return [json.loads(line) for line in lines]


def themata(path, records, k, seed):
    with tempfile.TemporaryDirectory() as folder:
        command = [args.themata, "cluster", str(path), "-k", str(k), "--seed", str(seed), "--neighbors", "0", "-q"]
        subprocess.run(command + ["-o", folder + "/r"], check=True, stdout=subprocess.DEVNULL)
        with open(folder + "/r/documents.csv", encoding="utf-8", newline="") as table:
            topic = {row["record_id"]: row["topic"] for row in csv.DictReader(table)}
    return [topic.get(str(r["id"]), "-1") for r in records]


def peers(texts, k, seed):
    rows = TfidfVectorizer(stop_words="english", min_df=2).fit_transform(texts)
    lsa = Normalizer().fit_transform(TruncatedSVD(min(100, rows.shape[1] - 1), random_state=seed).fit_transform(rows))
    yield "KMeans", KMeans(k, n_init=1, random_state=seed).fit_predict(rows)
    yield "LSA + KMeans", KMeans(k, n_init=10, random_state=seed).fit_predict(lsa)
    yield "NMF", NMF(k, random_state=seed, max_iter=300).fit_transform(rows).argmax(1)
    if leidenalg:
        yield "Leiden on kNN graph", leiden(rows, k, seed)


def leiden(rows, k, seed):
    """Communities of the graph of the 20 nearest by cosine, the resolution searched until there are k of them."""
    distances, others = NearestNeighbors(n_neighbors=21, metric="cosine").fit(rows).kneighbors(rows)
    edges = {}
    for row, (near, far) in enumerate(zip(others, distances)):
        for other, distance in zip(near, far):
            if other != row and distance < 1:
                edges[min(row, int(other)), max(row, int(other))] = 1 - float(distance)
    graph = igraph.Graph(rows.shape[0], list(edges))
    graph.es["weight"] = list(edges.values())
    low, high, best = 0.0, 16.0, None
    for _ in range(16):
        resolution = (low + high) / 2
        found = leidenalg.find_partition(
            graph, leidenalg.RBConfigurationVertexPartition, weights="weight", resolution_parameter=resolution, seed=seed
        )
        sizes = sum(size > 1 for size in found.sizes())
        if best is None or abs(sizes - k) < abs(best[0] - k):
            best = sizes, found.membership
        if sizes == k:
            break
        low, high = (resolution, high) if sizes < k else (low, resolution)
    return best[1]


sums = {}
for path in sorted(p for p in args.folder.iterdir() if ".jsonl" in p.name):
    records = load(path)
    labels = [r.get("label") for r in records]
    k = len(set(labels))
    if None in labels or k < 2 or k > 60 or len(records) > 30_000:
        continue
    texts = [" ".join(filter(None, (r.get("title"), r.get("text") or r.get("abstract")))) for r in records]
    scores = {}
    for seed in args.seeds:
        found = [("themata", themata(path, records, k, seed)), *peers(texts, k, seed)]
        for name, groups in found:
            scores.setdefault(name, []).append((nmi(labels, groups), ari(labels, groups)))
    for name, values in scores.items():
        n, a = (statistics.median(v[i] for v in values) for i in (0, 1))
        sums.setdefault(name, []).append((n, a))
        print(f"{path.name.split('.')[0]:28} k={k:<3} {name:14} {n:.3f} / {a:.3f}", flush=True)
for name, values in sums.items():
    n, a = (sum(v[i] for v in values) / len(values) for i in (0, 1))
    print(f"{'mean of ' + str(len(values)):28} {'':5} {name:14} {n:.3f} / {a:.3f}")
