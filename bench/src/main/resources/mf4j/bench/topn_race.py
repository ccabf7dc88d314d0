# Top-N by another system: python topn_race.py faiss|implicit users.npy items.npy count runs ids.npy
# Prints us_per_user= of each run and saves the ids of the last one.
import os
import sys
import time

os.environ.setdefault("OMP_NUM_THREADS", "2")
if sys.argv[1] == "implicit":
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
import numpy as np

system, users, items, count, runs, ids = sys.argv[1:7]
users, items, count = np.load(users), np.load(items), int(count)


def faiss_search():
    import faiss
    faiss.omp_set_num_threads(2)
    index = faiss.IndexFlatIP(items.shape[1])
    index.add(items)
    return lambda some: index.search(users[some], count)[1]


def implicit_search():
    from implicit.cpu.als import AlternatingLeastSquares
    model = AlternatingLeastSquares(factors=users.shape[1], num_threads=2)
    model.user_factors, model.item_factors = users, items
    return lambda some: model.recommend(some, None, N=count, filter_already_liked_items=False)[0]


search = faiss_search() if system == "faiss" else implicit_search()
everybody = np.arange(len(users))
search(everybody[:1000])
for _ in range(int(runs)):
    start = time.perf_counter()
    found = search(everybody)
    print(f"us_per_user={(time.perf_counter() - start) / len(users) * 1e6:.2f}", flush=True)
np.save(ids, found.astype(np.int32))
