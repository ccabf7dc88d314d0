"""Optuna's side of the table of samplers: reads what to run, then suggests line by line and reads the values."""
import json
import sys

import optuna

optuna.logging.set_verbosity(optuna.logging.ERROR)
plan = json.loads(sys.stdin.readline())
MAKE = {
    "tpe": lambda seed: optuna.samplers.TPESampler(seed=seed),
    "gp": lambda seed: optuna.samplers.GPSampler(seed=seed),
    "cmaes": lambda seed: optuna.samplers.CmaEsSampler(seed=seed),
    "random": lambda seed: optuna.samplers.RandomSampler(seed=seed),
}


def suggest(trial, spec):
    kind, name = spec[0], spec[1]
    if kind == "float":
        return trial.suggest_float(name, spec[2], spec[3], log=spec[4])
    if kind == "int":
        return trial.suggest_int(name, spec[2], spec[3], log=spec[4])
    return trial.suggest_categorical(name, spec[2])


for seed in range(plan["seeds"]):
    study = optuna.create_study(sampler=MAKE[plan["sampler"]](seed))
    for _ in range(plan["trials"]):
        trial = study.ask()
        print(json.dumps({spec[1]: suggest(trial, spec) for spec in plan["space"]}), flush=True)
        study.tell(trial, float(sys.stdin.readline()))
