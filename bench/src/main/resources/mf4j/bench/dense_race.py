"""The other side of DenseRace: dense_race.py WORK X.npy THREADS REPEAT [arguments]; prints one JSON object.

adam LEFT.npy RIGHT.npy EPOCHS    an epoch as autograd users write it; "losses" are those that an epoch prints
products LEFT.npy RIGHT.npy       the three products of such an epoch alone
curve                             floors of all ranks from X'X and its eigenvalues in float64, the conversion counted; "svd" is the check
svd RANK                          scikit-learn's randomized_svd with two power iterations and by default
nmf LEFT.npy RIGHT.npy SWEEPS     scikit-learn's coordinate descent from a given start
"""
import json
import os
import sys
import time

work, path, threads, repeat = sys.argv[1], sys.argv[2], sys.argv[3], int(sys.argv[4])
rest = sys.argv[5:]
for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ[name] = threads
import numpy as np

X = np.load(path)
n, d = X.shape


def timed(body):
    body()
    seconds = []
    for _ in range(repeat):
        start = time.perf_counter()
        result = body()
        seconds.append(time.perf_counter() - start)
    return seconds, result


def factors():
    return np.load(rest[0]), np.load(rest[1])


def share(left, right):
    """Squared error of a product as a share of X's squares."""
    wide = right.astype(np.float64)
    return sum(float(np.square(X[i:i + 4096] - left[i:i + 4096].astype(np.float64) @ wide).sum()) for i in range(0, n, 4096)) / float(np.square(X.astype(np.float64)).sum())


def adam():
    import torch
    torch.set_num_threads(int(threads))
    W1, W2 = (torch.from_numpy(a).requires_grad_(True) for a in factors())
    target = torch.from_numpy(X)
    optimizer = torch.optim.Adam([W1, W2], lr=1e-3)
    losses, seconds = [], []
    for _ in range(int(rest[2])):
        start = time.perf_counter()
        loss = torch.nn.functional.mse_loss(W1 @ W2, target)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
        seconds.append(time.perf_counter() - start)
    return {"seconds": seconds[len(seconds) // 4:], "losses": losses, "version": torch.__version__}


def products():
    import torch
    torch.set_num_threads(int(threads))
    L, R = (torch.from_numpy(a) for a in factors())
    G = torch.from_numpy(X)
    return {"seconds": timed(lambda: (L @ R, G @ R.t(), L.t() @ G))[0]}


def curve():
    def floors():
        wide = X.astype(np.float64)
        values = np.maximum(np.linalg.eigvalsh(wide.T @ wide), 0)
        return np.concatenate((np.cumsum(values)[-2::-1], [0])) / n / d
    seconds, result = timed(floors)
    squares = np.square(np.linalg.svd(X.astype(np.float64), compute_uv=False))
    return {"seconds": seconds, "floors": result.tolist(), "svd": (np.concatenate((np.cumsum(squares[::-1])[-2::-1], [0])) / n / d).tolist()}


def svd():
    from sklearn.utils.extmath import randomized_svd
    found = {}
    for name, steps in (("two", 2), ("auto", "auto")):
        seconds, (U, s, V) = timed(lambda: randomized_svd(X, int(rest[0]), n_iter=steps, random_state=0))
        found[name] = {"seconds": seconds, "share": share(U * s, V)}
    return found


def nmf():
    from sklearn.decomposition import non_negative_factorization
    W, H = factors()
    seconds, (L, R, _) = timed(lambda: non_negative_factorization(X, W=W.copy(), H=H.copy(), n_components=W.shape[1], init="custom", solver="cd", tol=0, max_iter=int(rest[2])))
    return {"seconds": seconds, "share": share(L, R)}


import warnings
warnings.filterwarnings("ignore")
print(json.dumps(globals()[work]()))
