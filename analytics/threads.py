"""How many threads linear algebra may use."""

import scipy.linalg  # noqa: F401  # loads scipy's own BLAS, so that it is limited too
from threadpoolctl import threadpool_limits


def use_one_thread() -> None:
    """Keep linear algebra to the thread that asks, in this process and from now on.

    The matrices here have tens of columns: a second thread gains nothing, and where several
    people ask at once the threads of BLAS wait for one another while they occupy every core.
    """
    threadpool_limits(limits=1)
