"""JupyterLab, started as make lab does, answers on loopback, asks for its token and has the kernel of the notebooks."""

import json
import os
import re
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

import nbformat
import pytest

ROOT = Path(__file__).parents[1]
NOTEBOOKS = sorted(path.name for path in (ROOT / "notebooks").glob("*.ipynb"))
PATIENCE = 120
"""Seconds a loaded machine may take to start the server."""


def read_lab_options():
    recipe = re.search(r"^lab:.*\n((?:\t.*\n)+)", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE)[1]
    return re.findall(r"--[A-Za-z][\w.-]*(?:[ =][\w.]+)?", recipe.split("jupyter lab", 1)[1].split("$(if")[0])


def wait_for_server(runtime, server):
    limit = time.monotonic() + PATIENCE
    while time.monotonic() < limit and server.poll() is None:
        for found in runtime.glob("jpserver-*.json"):
            try:
                told = json.loads(found.read_text(encoding="utf-8"))
                socket.create_connection(("127.0.0.1", told["port"]), timeout=5).close()
            except (ValueError, OSError):
                continue  # half written, or written before the server listens
            return told
        time.sleep(0.2)
    return pytest.fail(f"no server after {PATIENCE} s: {(runtime / 'log').read_text(encoding='utf-8')[-2000:]}")


@pytest.fixture(scope="module")
def lab(tmp_path_factory):
    pytest.importorskip("jupyterlab")
    runtime = tmp_path_factory.mktemp("runtime")
    options = " ".join(read_lab_options()).split()
    command = [sys.executable, "-m", "jupyterlab", *options, "--no-browser", "--port", "0", "--allow-root"]
    home = {"JUPYTER_RUNTIME_DIR": str(runtime), "JUPYTER_CONFIG_DIR": str(runtime / "config")}
    with (runtime / "log").open("w", encoding="utf-8") as log:
        server = subprocess.Popen(command, cwd=ROOT, env={**os.environ, **home}, stdout=log, stderr=log)
        try:
            yield wait_for_server(runtime, server)
        finally:
            server.terminate()
            server.wait(timeout=30)


def ask(lab, path, *, token):
    request = urllib.request.Request(lab["url"] + path, headers={"Authorization": f"token {token}"} if token else {})
    with urllib.request.urlopen(request, timeout=30) as answer:
        return answer.read().decode("utf-8")


@pytest.mark.long
def test_lab_listens_on_loopback_only(lab):
    assert lab["url"].startswith(("http://127.0.0.1:", "http://localhost:"))
    assert lab["token"]


@pytest.mark.long
def test_lab_has_the_kernel_of_the_notebooks(lab):
    kernels = json.loads(ask(lab, "api/kernelspecs", token=lab["token"]))["kernelspecs"]
    wanted = {nbformat.read(ROOT / "notebooks" / name, as_version=4).metadata.kernelspec.name for name in NOTEBOOKS}
    assert wanted <= set(kernels)


@pytest.mark.long
def test_lab_opens_in_the_folder_of_the_notebooks(lab):
    listed = {entry["name"] for entry in json.loads(ask(lab, "api/contents", token=lab["token"]))["content"]}
    assert set(NOTEBOOKS) <= listed
    assert "<title>JupyterLab</title>" in ask(lab, "lab", token=lab["token"])


@pytest.mark.long
def test_lab_turns_away_who_has_no_token(lab):
    with pytest.raises(urllib.error.HTTPError, match="403"):
        ask(lab, "api/contents", token="")
