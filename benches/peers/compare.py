"""Time, memory and agreement: themata beside the usual Python tools on one corpus, runs in turn, medians.

usage: compare.py THEMATA CORPUS.jsonl K [--runs 3] [--peers lloyd,elkan,minibatch,faiss,lda] [--same-rows]
CORPUS has one object a line (id, title, text, label). Needs a POSIX system and, for the peers asked for, scikit-learn,
faiss-cpu or gensim. Prints one table. The objective is the mean cosine of the records to the mean of their group, on
the same TF-IDF rows (scikit-learn's) for every tool; NMI and ARI are against `label`, where the corpus has it.
With --same-rows k-means alone is compared: scikit-learn's KMeans and themata's (`cargo bench --bench rows`, so Rust is
needed), one restart each, on the very same rows.
"""
import argparse, csv, json, os, statistics, subprocess, sys, tempfile, time

READ = """
import json, sys
import numpy as np
path, k, out = sys.argv[1], int(sys.argv[2]), sys.argv[3]
texts = []
for line in open(path, encoding='utf-8'):
    r = json.loads(line)
    texts.append(' '.join(filter(None, (r.get('title'), r.get('text') or r.get('abstract')))))
"""
VECTORS = READ + """
from sklearn.feature_extraction.text import TfidfVectorizer
rows = TfidfVectorizer(stop_words='english', min_df=2, dtype=np.float32).fit_transform(texts)
"""
PEERS = {
    "lloyd": ("scikit-learn, KMeans", VECTORS + """
from sklearn.cluster import KMeans
np.save(out, KMeans(k, n_init=1, max_iter=100, random_state=42).fit_predict(rows))
"""),
    "elkan": ("scikit-learn, KMeans, elkan", VECTORS + """
from sklearn.cluster import KMeans
np.save(out, KMeans(k, n_init=1, max_iter=100, algorithm='elkan', random_state=42).fit_predict(rows))
"""),
    "minibatch": ("scikit-learn, MiniBatchKMeans", VECTORS + """
from sklearn.cluster import MiniBatchKMeans
np.save(out, MiniBatchKMeans(k, n_init=1, random_state=42).fit_predict(rows))
"""),
    "faiss": ("LSA 100 + faiss, spherical", VECTORS + """
import faiss
from sklearn.decomposition import TruncatedSVD
from sklearn.preprocessing import normalize
dense = np.ascontiguousarray(normalize(TruncatedSVD(100, random_state=42).fit_transform(rows)), dtype=np.float32)
model = faiss.Kmeans(100, k, niter=25, spherical=True, seed=42, max_points_per_centroid=10**9)
model.train(dense)
np.save(out, model.index.search(dense, 1)[1][:, 0])
"""),
    "lda": ("gensim, LDA", READ + """
from gensim.corpora import Dictionary
from gensim.models import LdaMulticore
from gensim.utils import simple_preprocess
words = [simple_preprocess(t) for t in texts]
names = Dictionary(words)
names.filter_extremes(no_below=2, no_above=0.5)
bags = [names.doc2bow(w) for w in words]
model = LdaMulticore(bags, num_topics=k, id2word=names, workers=2, random_state=42)
np.save(out, np.array([max(model[b], key=lambda t: t[1])[0] for b in bags]))
"""),
}

args = argparse.ArgumentParser()
args.add_argument("themata")
args.add_argument("corpus")
args.add_argument("k")
args.add_argument("--runs", type=int, default=3)
args.add_argument("--peers", default="lloyd")
args.add_argument("--same-rows", action="store_true")
args = args.parse_args()


def measure(command):
    start = time.perf_counter()
    child = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, status, usage = os.wait4(child.pid, 0)
    child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode != 0:
        sys.exit(f"{command[0]} ended with {child.returncode}")
    return time.perf_counter() - start, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024


def own_groups(folder):
    with open(folder + "/documents.csv", encoding="utf-8", newline="") as text:
        return [int(row["topic"]) for row in csv.DictReader(text)]


def rows_and_labels():
    """scikit-learn's rows and the class of each."""
    import numpy as np
    from sklearn.feature_extraction.text import TfidfVectorizer
    entries = [json.loads(line) for line in open(args.corpus, encoding="utf-8")]
    texts = [" ".join(filter(None, (e.get("title"), e.get("text") or e.get("abstract")))) for e in entries]
    labels = [str(e.get("label", "")) for e in entries]
    return TfidfVectorizer(stop_words="english", min_df=2, dtype=np.float32).fit_transform(texts), labels


def judge(groups, rows, labels):
    """Mean cosine to the mean of the group, NMI and ARI, by name."""
    import numpy as np, scipy.sparse as sparse
    from sklearn.metrics import adjusted_rand_score, normalized_mutual_info_score
    for name, found in groups.items():
        found = np.unique(found, return_inverse=True)[1]
        shape = (found.max() + 1, len(found))
        sums = sparse.csr_matrix((np.ones(len(found)), (found, np.arange(len(found)))), shape=shape) @ rows
        objective = np.sqrt(sums.multiply(sums).sum(axis=1)).sum() / len(found)
        yield name, (objective, normalized_mutual_info_score(labels, found), adjusted_rand_score(labels, found))


def same_rows():
    """k-means alone, runs in turn, on the same rows."""
    import numpy as np
    from sklearn.cluster import KMeans
    rows, labels = rows_and_labels()
    rows.sort_indices()
    times, groups = {"scikit-learn, KMeans": [], "themata, k-means": []}, {}
    root = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
    with tempfile.TemporaryDirectory() as folder:
        with open(folder + "/rows", "wb") as out:
            np.array([*rows.shape, rows.nnz], dtype="<u8").tofile(out)
            for part, kind in ((rows.indptr, "<u8"), (rows.indices, "<u4"), (rows.data, "<f4")):
                part.astype(kind).tofile(out)
        command = ["cargo", "bench", "-q", "--bench", "rows", "--", folder + "/rows", args.k, folder + "/groups"]
        for run in range(args.runs):
            start = time.perf_counter()
            groups["scikit-learn, KMeans"] = KMeans(int(args.k), n_init=1, max_iter=100, random_state=42).fit_predict(rows)
            times["scikit-learn, KMeans"].append(time.perf_counter() - start)
            printed = subprocess.run(command, cwd=root, check=True, stdout=subprocess.PIPE, text=True).stdout
            times["themata, k-means"].append(float(printed))
            groups["themata, k-means"] = np.fromfile(folder + "/groups", dtype="<u4")
    own = statistics.median(times["themata, k-means"])
    print(f"{'':30}   wall s  times ours  objective    NMI    ARI")
    for name, (objective, nmi, ari) in judge(groups, rows, labels):
        wall = statistics.median(times[name])
        print(f"{name:30} {wall:8.2f} {wall / own:11.1f} {objective:10.4f} {nmi:6.3f} {ari:6.3f}")


if args.same_rows:
    same_rows()
    sys.exit()
results, stages, groups = {}, [], {}
for run in range(args.runs):
    with tempfile.TemporaryDirectory() as folder:
        base = [args.themata, "cluster", args.corpus, "-k", args.k, "--neighbors", "0", "-q", "-o", folder + "/r"]
        results.setdefault("themata, whole run", []).append(measure(base))
        groups["themata, whole run"] = own_groups(folder + "/r")
        results.setdefault("themata, one restart", []).append(measure(base + ["--n-init", "1"]))
        groups["themata, one restart"] = own_groups(folder + "/r")
        with open(folder + "/r/run.json", encoding="utf-8") as text:
            took = json.load(text)["environment"]["stages"]
        stages.append([took[s] for s in ("reading", "counting terms", "weighing terms", "grouping")])
        for peer in filter(None, args.peers.split(",")):
            name, code = PEERS[peer]
            command = [sys.executable, "-c", code, args.corpus, args.k, folder + "/groups.npy"]
            results.setdefault(name, []).append(measure(command))
            import numpy
            groups[name] = numpy.load(folder + "/groups.npy")
middle = {name: [statistics.median(v[i] for v in values) for i in range(3)] for name, values in results.items()}
own = middle["themata, whole run"][0]
judged = dict(judge(groups, *rows_and_labels()))
print(f"{'':30}   wall s    CPU s  peak MB  times ours  objective    NMI    ARI")
for name, (wall, cpu, memory) in middle.items():
    objective, nmi, ari = judged[name]
    print(f"{name:30} {wall:8.2f} {cpu:8.2f} {memory:8.0f} {wall / own:11.1f} {objective:10.4f} {nmi:6.3f} {ari:6.3f}")
reading, counting, weighing, grouping = (statistics.median(s[i] for s in stages) for i in range(4))
print(f"themata: reading {reading:.2f} s, counting and weighing {counting + weighing:.2f} s, one restart {grouping:.2f} s")
