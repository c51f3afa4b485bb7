"""Read one hostile file inside a capped process; run as a script, never imported by the parent.

``python -I -S <this folder> <site-packages> <kind> <max_rows> <max_columns> <max_sheets> <output MB>
<memory MB> <cpu s>``: the file on stdin; on stdout a line of JSON, then the columns of a workbook, each as
its codes (int32) and its distinct texts. Nothing of the project is imported, so that start-up stays short,
and nothing is pickled because the parent must not unpickle what a hostile file may make.
"""

import os
import sys


def cap(memory_mb: int, cpu_s: int) -> None:
    """Cap memory, processor time and files (POSIX; elsewhere the parent's timeout remains)."""
    try:
        import resource
    except ImportError:
        return
    resource.setrlimit(resource.RLIMIT_AS, (memory_mb << 20, memory_mb << 20))
    resource.setrlimit(resource.RLIMIT_CPU, (cpu_s, cpu_s))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def main() -> None:
    """Read stdin, answer on stdout."""
    site, kind, *numbers = sys.argv[1:]
    rows, columns, sheets, output, memory, cpu = map(int, numbers)
    cap(memory, cpu)
    sys.path.append(site)
    import gc
    import json

    gc.disable()
    if kind == "html":
        from markup import read_markup
    else:
        import python_calamine  # noqa: F401  (while the parent still checks the file)
        from workbook import MARK, read_workbook
    parts = []
    try:
        if kind == "html":
            answer = read_markup(sys.stdin.buffer.read(), rows, columns)
        else:
            answer = read_workbook(sys.stdin.buffer, rows, columns, sheets)
        kept = answer.pop("kept", None)  # noqa: F841
        sizes = answer["columns"] = []
        for codes, texts in answer.pop("cells", ()):
            joined = MARK.join(texts).encode("utf-8", "replace")
            sizes.append([len(codes), len(joined)])
            parts += [codes.tobytes(), joined]
        parts.insert(0, json.dumps(answer, ensure_ascii=False).encode("utf-8", "replace"))
        if sum(map(len, parts)) > output << 20:
            parts = [b'{"error": "TERLALU_BESAR"}']
    except MemoryError:
        parts = [b'{"error": "TERLALU_BESAR"}']
    except Exception as error:
        parts = [json.dumps({"error": "RUSAK", "why": type(error).__name__}).encode()]
    parts.insert(1, b"\n")
    sys.stdout.buffer.writelines(parts)
    sys.stdout.buffer.flush()
    os._exit(0)


if __name__ == "__main__":
    main()
