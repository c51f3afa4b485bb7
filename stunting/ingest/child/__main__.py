"""Read one hostile file inside a capped process; run as a script, never imported by the parent.

``python -I -S <this folder> <site-packages> <kind> <max_rows> <max_columns> <max_sheets> <output MB>
<memory MB> <cpu s>``: the file on stdin, JSON on stdout. Nothing of the project is imported, so that start-up
stays short, and the answer is JSON because the parent must not unpickle what a hostile file may make.
"""

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
    data = sys.stdin.buffer.read()
    try:
        if kind == "html":
            from markup import read_markup

            answer = read_markup(data, rows, columns)
        else:
            from workbook import read_workbook

            answer = read_workbook(data, rows, columns, sheets)
        text = json.dumps(answer, ensure_ascii=False).encode("utf-8", "replace")
        if len(text) > output << 20:
            text = b'{"error": "TERLALU_BESAR"}'
    except MemoryError:
        text = b'{"error": "TERLALU_BESAR"}'
    except Exception as error:
        text = json.dumps({"error": "RUSAK", "why": type(error).__name__}).encode()
    sys.stdout.buffer.write(text)
    sys.stdout.buffer.flush()


if __name__ == "__main__":
    main()
