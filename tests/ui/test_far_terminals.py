"""The screen through a real ssh session, and inside tmux; where these programs are not, it says so."""

from __future__ import annotations

import os
import shlex
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from terminal import PATIENCE, Terminal

DEMO = Path(__file__).parent / "demo.py"
SSHD = shutil.which("sshd") or shutil.which("sshd", path="/usr/sbin:/usr/local/sbin")
RIGHT = b"\x1b[C"

needs_ssh = pytest.mark.skipif(
    not (SSHD and shutil.which("ssh") and shutil.which("ssh-keygen")), reason="needs ssh and sshd (openssh-server)"
)
needs_tmux = pytest.mark.skipif(not shutil.which("tmux"), reason="needs tmux")
MARK = f"run-{os.getpid()}"
"""An argument that means nothing to the demo; tells it from those of others."""

DEMO_COMMAND = shlex.join(
    ["env", "LC_ALL=C.UTF-8", f"PYTHONPATH={Path(__file__).parents[2]}", sys.executable, str(DEMO), "stored", MARK]
)


@pytest.fixture
def ssh(tmp_path: Path) -> Iterator[list[str]]:
    """Give the ssh command that reaches a throw-away server on this machine."""
    for name in ("host", "user"):
        subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", str(tmp_path / name)], check=True)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    lines = (
        f"Port {port}",
        "ListenAddress 127.0.0.1",
        f"HostKey {tmp_path}/host",
        f"AuthorizedKeysFile {tmp_path}/user.pub",
        f"PidFile {tmp_path}/pid",
        "UsePAM no",
        "PasswordAuthentication no",
        "StrictModes no",
        "PermitRootLogin yes",
    )
    (tmp_path / "config").write_text("\n".join(lines) + "\n")
    assert SSHD is not None
    server = subprocess.Popen([SSHD, "-D", "-e", "-f", str(tmp_path / "config")], stderr=subprocess.PIPE, text=True)
    try:
        assert server.stderr is not None
        said = ""
        while "Server listening" not in said:
            if not (line := server.stderr.readline()):
                pytest.skip(f"no ssh server can be run here: {said.strip()}")
            said += line
        options = {"UserKnownHostsFile": f"{tmp_path}/known", "StrictHostKeyChecking": "no", "LogLevel": "ERROR"}
        chosen = [part for name, value in options.items() for part in ("-o", f"{name}={value}")]
        yield ["-tt", "-F", "none", "-p", str(port), "-i", str(tmp_path / "user"), *chosen, "127.0.0.1"]
    finally:
        server.terminate()
        server.communicate()


@pytest.fixture
def far(ssh: list[str]) -> Iterator[Terminal]:
    opened = Terminal(*ssh, DEMO_COMMAND, program=shutil.which("ssh") or "ssh")
    yield opened
    opened.close()


@needs_ssh
def test_through_ssh_one_walks_and_leaves_the_terminal_whole(far: Terminal) -> None:
    far.until(" here")
    far.send(RIGHT)
    far.until("playing")
    far.send(b"q")
    assert far.end() == 0
    assert far.left_on() == set()
    assert far.attributes() == far.before


@needs_ssh
def test_a_program_that_is_ended_at_the_far_end_leaves_the_terminal_whole(far: Terminal) -> None:
    far.until(" here")
    os.kill(running(), signal.SIGTERM)
    assert far.end() == 128 + signal.SIGTERM
    assert far.left_on() == set()
    assert far.attributes() == far.before


@needs_ssh
def test_a_line_that_drops_ends_the_program_at_the_far_end(far: Terminal) -> None:
    far.until(" here")
    number = running()
    far.process.kill()
    deadline = time.monotonic() + PATIENCE
    while Path(f"/proc/{number}").exists():
        assert time.monotonic() < deadline, "it goes on without a terminal"
        far.read(0.1)


def running() -> int:
    """Give the number of the demo that runs now."""
    found = subprocess.run(
        ["pgrep", "-f", f"^{sys.executable} {DEMO} stored {MARK}$"], capture_output=True, text=True, check=True
    )
    return int(found.stdout)


@needs_tmux
def test_inside_tmux_one_walks_suspends_and_comes_back(tmp_path: Path) -> None:
    tmux = ["-L", f"tuimap-{os.getpid()}", "-f", "/dev/null"]
    terminal = Terminal(*tmux, "new-session", "env PS1='ready ' sh", program=shutil.which("tmux") or "tmux")
    try:
        terminal.until("ready")
        terminal.send(DEMO_COMMAND.encode() + b"\r")
        terminal.until("alone here")
        terminal.send(RIGHT)
        terminal.until("playing")
        place = terminal.screen.display[-3].split(" in ")[0].strip()
        terminal.send(b"\x1a")
        terminal.until("ready", gone="playing")
        terminal.send(b"fg\r")
        terminal.until(place)
        terminal.until("q quit")
        terminal.send(b"q")
        terminal.until("ready", gone="q quit")
        terminal.send(b"exit\r")
        assert terminal.end() == 0
        assert terminal.attributes() == terminal.before
    finally:
        subprocess.run(["tmux", *tmux, "kill-server"], capture_output=True, check=False)
        terminal.close()
