# SPDX-License-Identifier: GPL-3.0-or-later
"""The machine that a benchmark runs on: what it is, whose cores are whose, and what a process has used of it."""

import os
import platform
import time
from pathlib import Path


def cpus() -> tuple[set[int], set[int]]:
    """The generator's cores and the server's: one each where there are two."""
    available = sorted(os.sched_getaffinity(0))
    return ({available[0]}, {available[-1]}) if len(available) > 1 else (set(available), set(available))


def pin(process: int, cores: set[int]) -> None:
    """All threads of a process that runs; those that they start follow."""
    for thread in Path(f"/proc/{process}/task").iterdir():
        os.sched_setaffinity(int(thread.name), cores)


def _value(path: str, key: str, separator: str) -> str:
    for line in Path(path).read_text(encoding="utf-8", errors="replace").splitlines():
        name, _, value = line.partition(separator)
        if name.strip() == key:
            return value.strip().strip('"')
    return ""


def description() -> dict[str, object]:
    """Figures of two machines say nothing about each other: each table tells whose it is. Memory in MiB."""
    return {
        "date": time.strftime("%Y-%m-%d"),
        "system": _value("/etc/os-release", "PRETTY_NAME", "="),
        "kernel": platform.release(),
        "cpu": _value("/proc/cpuinfo", "model name", ":") or platform.machine(),
        "cores": len(os.sched_getaffinity(0)),
        "memory_mib": int(_value("/proc/meminfo", "MemTotal", ":").split()[0]) // 1024,
        "load": os.getloadavg()[0],
    }


def sentence(machine: dict[str, object]) -> str:
    return (f"{machine['date']}, {machine['system']}, kernel {machine['kernel']}, {machine['cores']} cores of {machine['cpu']}, "
            f"{machine['memory_mib'] / 1024:.0f} GiB of memory, load {machine['load']:.1f} before")


def tree(root: int) -> list[int]:
    """A process and all that it has started and that still run."""
    children: dict[int, list[int]] = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                # The name in brackets may hold anything: what follows its last bracket counts.
                parent = int((entry / "stat").read_text(errors="replace").rpartition(")")[2].split()[1])
            except (OSError, IndexError):
                continue  # it has just ended
            children.setdefault(parent, []).append(int(entry.name))
    found = [root]
    for process in found:
        found += children.get(process, [])
    return found


def cpu_seconds(root: int) -> float:
    """Of the threads of a process and its children, user and system, to the nanosecond. A thread that ends takes its time
    with it: for processes whose threads stay."""
    total = 0
    for process in tree(root):
        for schedule in Path(f"/proc/{process}/task").glob("*/schedstat"):
            try:
                total += int(schedule.read_text().split()[0])
            except OSError:
                continue  # it has just ended
    return total / 1e9


def resident_bytes(root: int) -> int:
    """Of a process and its children. What several of them share counts as often."""
    total = 0
    for process in tree(root):
        try:
            total += int(Path(f"/proc/{process}/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")
        except OSError:
            continue
    return total
