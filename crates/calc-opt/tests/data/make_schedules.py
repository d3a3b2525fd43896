"""Writes schedules.csv: the rates of optax's schedules at each of 101 steps.

    pip install optax==0.2.8 && python3 make_schedules.py > schedules.csv
"""
import jax

jax.config.update("jax_enable_x64", True)
import jax.numpy as jnp
import optax
import optax.contrib

SCHEDULES = {
    "exponential": optax.exponential_decay(0.1, 1, 0.97),
    "step_decay": optax.exponential_decay(0.1, 10, 0.5, staircase=True),
    "polynomial": optax.polynomial_schedule(0.1, 0.01, 2.5, 80),
    "cosine": optax.cosine_decay_schedule(0.1, 80, alpha=0.1),
    "warm_up": optax.warmup_cosine_decay_schedule(0.01, 0.1, 20, 80, 0.001),
    "one_cycle": optax.cosine_onecycle_schedule(100, 0.1),
    "restarts": optax.join_schedules(
        [optax.cosine_decay_schedule(0.1, n) for n in (10, 20, 40, 80)], [10, 30, 70]
    ),
}


def plateau():
    rule = optax.contrib.reduce_on_plateau(factor=0.5, patience=3, rtol=0.01, cooldown=4, min_scale=0.05)
    state = rule.init(jnp.zeros(1))
    for t in range(101):
        # A loss that falls, stays, and falls again.
        loss = max(1.0, 5.0 - 0.3 * t) - (0.5 if t > 60 else 0.0)
        updates, state = rule.update(jnp.ones(1), state, value=loss)
        yield float(updates[0])


print("schedule,step,rate")
for name, schedule in SCHEDULES.items():
    for t in range(101):
        print(f"{name},{t},{float(schedule(t))!r}")
for t, rate in enumerate(plateau()):
    print(f"plateau,{t},{rate!r}")
