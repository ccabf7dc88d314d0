"""The other side of ConsensusRace: consensus_race.py FOLDER ENGINE STEP ITERATIONS POWERS THREADS; prints one JSON object per iteration.

Consensus gradient descent for regularised deep matrix factorization as one writes it with automatic differentiation: gradients of each agent's loss, and
its sharpness by power steps on Hessian-vector products, in every iteration. ENGINE is autograd (NumPy; each product by hessian_vector_product), autograd-once (by
make_hvp, which follows the gradient once for all products at a point) or torch. FOLDER has what ConsensusRace wrote.
"""
import json
import os
import sys
import time

folder, engine, step, iterations, powers, threads = sys.argv[1], sys.argv[2], float(sys.argv[3]), int(sys.argv[4]), int(sys.argv[5]), sys.argv[6]
for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ[name] = threads
import numpy as onp

load = lambda name: onp.load(os.path.join(folder, name + ".npy"))
widths, A, tau, V, start, target, units = (load(name) for name in ("widths", "operators", "tau", "weights", "start", "target", "units"))
widths = [int(w) for w in widths]
n, d, depth = len(tau), widths[0], len(widths) - 1
ends = onp.cumsum([0] + [widths[l] * widths[l - 1] for l in range(1, depth + 1)])
Y = [A[i] @ target for i in range(n)]
theta = onp.tile(start, (n, 1))


def product(x):
    X = None
    for l in range(1, depth + 1):
        W = x[ends[l - 1]:ends[l]].reshape(widths[l], widths[l - 1])
        X = W if X is None else W @ X
    return X


def nmse():
    return float(onp.mean([onp.sum((product(theta[i]) - target) ** 2) for i in range(n)]) / onp.sum(target ** 2))


if engine.startswith("autograd"):
    import autograd.numpy as np
    from autograd import grad
    from autograd.differential_operators import hessian_vector_product, make_hvp

    def loss(i):
        return lambda x: np.sum((Y[i] - A[i] @ product(x)) ** 2) + tau[i] * np.sum(x ** 2)

    gradients = [grad(loss(i)) for i in range(n)]
    once = [make_hvp(loss(i)) for i in range(n)]
    each = [hessian_vector_product(loss(i)) for i in range(n)]

    def gradient(i, x):
        return gradients[i](x)

    def sharpness(i, x, v):
        hvp = once[i](x)[0] if engine == "autograd-once" else lambda v: each[i](x, v)
        for _ in range(powers):
            w = hvp(v)
            value = v @ w
            v = w / onp.linalg.norm(w)
        return value
else:
    import torch
    torch.set_num_threads(int(threads))
    torch.set_default_dtype(torch.float64)
    At, Yt = [torch.from_numpy(A[i]) for i in range(n)], [torch.from_numpy(Y[i]) for i in range(n)]

    def loss(i, x):
        return torch.sum((Yt[i] - At[i] @ product(x)) ** 2) + float(tau[i]) * torch.sum(x ** 2)

    def gradient(i, x):
        x = torch.from_numpy(x.copy()).requires_grad_(True)
        return torch.autograd.grad(loss(i, x), x)[0].numpy()

    def sharpness(i, x, v):
        x = torch.from_numpy(x.copy()).requires_grad_(True)
        g = torch.autograd.grad(loss(i, x), x, create_graph=True)[0]
        v = torch.from_numpy(v)
        for _ in range(powers):
            w = torch.autograd.grad(g, x, grad_outputs=v, retain_graph=True)[0]
            value = float(v @ w)
            v = w / torch.linalg.norm(w)
        return value

random = onp.random.default_rng(0)
for k in range(iterations):
    wall, cpu = time.perf_counter(), time.process_time()
    g = onp.stack([gradient(i, theta[i]) for i in range(n)])
    theta = V @ theta - (step * units)[:, None] * g
    sharp = []
    for i in range(n):
        v = random.standard_normal(theta.shape[1])
        sharp.append(float(sharpness(i, theta[i], v / onp.linalg.norm(v))))
    error = nmse()
    print(json.dumps({"iteration": k + 1, "nmse": error, "sharpness": sharp, "seconds": time.perf_counter() - wall, "cpu": time.process_time() - cpu}), flush=True)
