# cmfrec on the race's files: python cmfrec_race.py train.csv test.csv rank regularization sweeps cholesky|cg
# Prints cmfrec's own line per sweep as it comes, then rmse= on the test file and objective= on the training file.
import sys
import numpy as np
import scipy.sparse
import cmfrec

train, test, rank, regularization, sweeps, solver = sys.argv[1:7]
regularization = float(regularization)


def read(path):
    table = np.loadtxt(path, delimiter=",", skiprows=1)
    return table[:, 0].astype(np.int32), table[:, 1].astype(np.int32), table[:, 2].astype(np.float32)


u, i, r = read(train)
tu, ti, tr = read(test)
shape = (max(u.max(), tu.max()) + 1, max(i.max(), ti.max()) + 1)
model = cmfrec.CMF(k=int(rank), lambda_=regularization, method="als", use_cg=solver == "cg", finalize_chol=False,
                   user_bias=True, item_bias=True, niter=int(sweeps), use_float=True, nthreads=2, verbose=True,
                   precompute_for_predictions=False, handle_interrupt=False, random_state=1)
model.fit(scipy.sparse.coo_matrix((r, (u, i)), shape=shape))


def errors(users, items, ratings):
    total = 0.0
    for start in range(0, len(users), 500_000):
        some = slice(start, start + 500_000)
        known = model.glob_mean_ + model.user_bias_[users[some]] + model.item_bias_[items[some]]
        dots = np.einsum("ij,ij->i", model.A_[users[some]], model.B_[items[some]])
        total += np.sum((ratings[some].astype(np.float64) - known - dots) ** 2)
    return total


penalty = sum(np.sum(part.astype(np.float64) ** 2) for part in (model.A_, model.B_, model.user_bias_, model.item_bias_))
print(f"rmse={(errors(tu, ti, tr) / len(tr)) ** 0.5:.5f} "
      f"objective={errors(u, i, r) + regularization * penalty:.6g}", flush=True)
