"""Linear algebra keeps to the thread that asks."""

import threadpoolctl

from analytics.threads import use_one_thread


def test_every_library_of_linear_algebra_uses_one_thread():
    use_one_thread()

    pools = threadpoolctl.threadpool_info()
    blas = [pool["num_threads"] for pool in pools if pool["user_api"] == "blas"]
    assert blas == [1] * len(blas)
    assert blas
