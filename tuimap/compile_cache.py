"""Where compiled programs are kept between runs; read by JAX when it is first imported."""

from __future__ import annotations

import os
import warnings
from pathlib import Path


def keep_compiled_programs() -> None:
    """Have JAX run on the CPU and keep what it compiles; what the user has set stays. Call before JAX is imported.

    The programs are small: on a CPU they need no transfer, give the same bits everywhere, and start at once.
    """
    from platformdirs import user_cache_path

    defaults = {
        "JAX_PLATFORMS": "cpu",
        "JAX_COMPILATION_CACHE_DIR": str(Path(user_cache_path("tuimap")) / "compiled"),
        "JAX_PERSISTENT_CACHE_MIN_COMPILE_TIME_SECS": "0",
        "JAX_PERSISTENT_CACHE_MIN_ENTRY_SIZE_BYTES": "-1",
        "TF_CPP_MIN_LOG_LEVEL": "3",
        "OPENBLAS_NUM_THREADS": "1",
    }
    for name, value in defaults.items():
        os.environ.setdefault(name, value)
    warnings.filterwarnings("ignore", message=".*persistent compilation cache.*")  # then it is compiled again
