"""A build on a cluster gives the tables of a local one, whatever ends in the middle of it."""

from __future__ import annotations

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest

import dj_analysis as dj
from dj_analysis.limits import Limits
from dj_analysis.tables import Tables

pytest.importorskip("distributed", reason="dask and distributed are not installed")
pytest.importorskip("psutil", reason="psutil comes with distributed")

import cloudpickle
import pandas as pd
import psutil
from distributed import LocalCluster

from dj_analysis import analysis
from dj_analysis.cluster import ClusterError, build_on_cluster, documents, engine, read_table, read_tables, scheduler
from dj_analysis.cluster.places import RawObject, list_articles
from dj_analysis.cluster.processing import Settings, Task, process_batch, set_aside

sys.path.insert(0, str(Path(__file__).parents[1] / "benchmarks"))

from corpus import write_article

pytestmark = [
    pytest.mark.long,
    pytest.mark.xdist_group("cluster"),
    pytest.mark.filterwarnings("ignore::DeprecationWarning"),
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]

SAMPLES = Path(__file__).parents[1] / "data" / "raw"
N = 90


@pytest.fixture(scope="module")
def cluster():
    with LocalCluster(
        n_workers=2, threads_per_worker=1, processes=True, host="127.0.0.1", dashboard_address="127.0.0.1:0"
    ) as started:
        yield started


@pytest.fixture
def raw(tmp_path: Path) -> Path:
    """Articles with a repost, a copy byte for byte, a file that cannot be read, and what the analyst says of them."""
    folder = tmp_path / "raw"
    shutil.copytree(SAMPLES, folder)
    (folder / "more").mkdir()
    for i in range(N):
        (folder / "more" / f"{i:03}.txt").write_text(write_article(i), "utf-8")
    (folder / "more" / "repost.txt").write_text("转载\n" + write_article(3) + "\n编辑：办公室", "utf-8")
    shutil.copy(folder / "more" / "005.txt", folder / "copy.txt")
    (folder / "broken.docx").write_bytes(b"PK\x03\x04")
    (folder / "picture.png").write_bytes(b"\x89PNG")
    (tmp_path / "lexicons").mkdir()
    (tmp_path / "lexicons" / "stopwords.csv").write_text("term,source,action\n讲堂,own,add\n", "utf-8")
    local = dj.build(folder, tmp_path / "first")
    row = local.tables.numbers.iloc[0]
    document = local.tables.documents.set_index("doc_id").loc[row["doc_id"]]
    line = (
        f"change,numbers,{document['source_file']},,value,{row['value']:g},77,看原文,甲,2024-01-02,"
        f"{document['sha256']},{row['raw_start']},{row['raw_end']},,"
    )
    head = "action,table,source_file,quote,column,old,new,reason,who,when,document,raw_start,raw_end,row_id,key"
    (tmp_path / "corrections.csv").write_text(f"{head}\n{line}\n", "utf-8")
    return folder


def check_equal(out: Path, report, raw: Path, **options: object) -> dj.BuildReport:
    """The CSV files of a cluster build are those of a local build of the same folder, byte for byte."""
    local = dj.build(raw, raw.parent / "local", **options)
    for path in sorted(local.out.glob("*.csv")):
        assert (out / report.tables / "csv" / path.name).read_bytes() == path.read_bytes(), path.name
    return local


def test_it_gives_the_tables_of_a_local_build_and_redoes_only_what_is_new(cluster, raw, tmp_path):
    out = tmp_path / "out"
    seen: list[int] = []
    report = build_on_cluster(
        str(raw), str(out), scheduler=cluster.scheduler_address, progress=lambda done, total, name: seen.append(done)
    )
    local = check_equal(out, report, raw)
    assert report.n_documents == len(local.tables.documents)
    assert {s.file: s.reason for s in report.skipped} == {s.file: s.reason for s in local.skipped}
    assert [o.status for o in report.corrections] == [o.status for o in local.corrections] == ["applied"]
    assert local.tables.documents["duplicate_of"].notna().sum() == 1
    assert local.tables.documents["other_files"].notna().sum() == 1
    assert seen[-1] == N + 5 + 3
    assert same(read_tables(str(out)), local.tables)

    again = build_on_cluster(str(raw), str(out), scheduler=cluster.scheduler_address)
    assert (again.n_done, again.tables) == (0, report.tables)

    (raw / "more" / "007.txt").write_text(write_article(700), "utf-8")
    (raw / "more" / "008.txt").unlink()
    (raw / "new.txt").write_text(write_article(701), "utf-8")
    third = build_on_cluster(str(raw), str(out), scheduler=cluster.scheduler_address)
    assert third.n_done == 2
    check_equal(out, third, raw)
    assert [p.name for p in (out / "builds").iterdir()] == [third.tables.rpartition("/")[2]]


def same(one: Tables, other: Tables) -> bool:
    return all(a.equals(b) for (_, a), (_, b) in zip(one.items(), other.items(), strict=True))


def test_terms_are_counted_and_weighed_as_in_a_local_analysis(cluster, raw, tmp_path):
    out = tmp_path / "out"
    report = build_on_cluster(str(raw), str(out), scheduler=cluster.scheduler_address, terms=True)
    tables = dj.build(raw, tmp_path / "local").tables
    segmenter = analysis.make_segmenter(tables.models, tables.initiatives, own_lists=tmp_path / "lexicons")
    counts = analysis.count_terms(analysis.select_passages(tables.documents, tables.passages), segmenter)

    def read(kind: str) -> pd.DataFrame:
        return pd.concat([pd.read_parquet(p) for p in sorted((out / report.tables / "terms" / kind).glob("*"))])

    found = read("counts").sort_values(["doc_id", "term", "kind"], ignore_index=True)
    wanted = counts.sort_values(["doc_id", "term", "kind"], ignore_index=True)
    assert found.to_numpy().tolist() == wanted.to_numpy().tolist()
    assert "讲堂" not in set(found["term"])
    spread = counts.groupby("term")["doc_id"].nunique()
    assert read("frequencies").set_index("term")["n_docs"].sort_index().to_dict() == spread.to_dict()
    weights = analysis.weigh_terms(counts).set_index(["doc_id", "term"])["tfidf"].sort_index()
    own = read("tfidf").set_index(["doc_id", "term"])["tfidf"].sort_index()
    assert own.index.equals(weights.index)
    assert (own - weights).abs().max() < 1e-12


def test_a_worker_killed_in_the_middle_loses_nothing(raw, tmp_path):
    out = tmp_path / "out"
    killed: list[int] = []

    def kill_a_worker(done: int, total: int, name: str) -> None:
        workers = [p for p in psutil.Process().children(recursive=True) if is_worker(p)]
        if not killed and workers:
            os.kill(workers[0].pid, signal.SIGKILL)
            killed.append(workers[0].pid)

    for i in range(N, 3 * N):
        (raw / "more" / f"{i:03}.txt").write_text(write_article(i), "utf-8")
    report = build_on_cluster(str(raw), str(out), jobs=2, progress=kill_a_worker)
    assert killed
    check_equal(out, report, raw)


def is_worker(process: psutil.Process) -> bool:
    try:
        return "spawn_main" in " ".join(process.cmdline())
    except psutil.Error:
        return False


def die_of_the_poisoned(settings: Settings, tasks: list[Task]) -> list:
    if any(task.item.name == "more/013.txt" for task in tasks):
        os.kill(os.getpid(), signal.SIGKILL)
    return process_batch(settings, tasks)


def test_a_document_that_ends_its_worker_twice_is_set_aside_and_named(raw, tmp_path, monkeypatch):
    cloudpickle.register_pickle_by_value(sys.modules[__name__])
    monkeypatch.setattr(documents, "process_batch", die_of_the_poisoned)
    report = build_on_cluster(str(raw), str(tmp_path / "out"), jobs=2)
    named = {s.file: s.reason for s in report.skipped}
    assert "twice ended" in named["more/013.txt"]
    assert len(named) == 3
    assert report.n_documents == N + 5
    monkeypatch.undo()
    after = build_on_cluster(str(raw), str(tmp_path / "out"), jobs=2)
    assert after.n_done == 1
    check_equal(tmp_path / "out", after, raw)


def free_port() -> int:
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return int(s.getsockname()[1])


def test_a_scheduler_that_goes_is_one_sentence_and_the_next_run_goes_on(raw, tmp_path, monkeypatch):
    for i in range(N, 4 * N):
        (raw / "more" / f"{i:03}.txt").write_text(write_article(i), "utf-8")
    address = f"tcp://127.0.0.1:{free_port()}"
    dask = [sys.executable, "-m", "distributed.cli.dask_scheduler"]
    options = ["--host", "127.0.0.1", "--port", address.rpartition(":")[2], "--no-dashboard"]
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    started = subprocess.Popen([*dask, *options], **quiet)
    time.sleep(4)
    work = [sys.executable, "-m", "distributed.cli.dask_worker", address, "--nworkers", "2", "--nthreads", "1"]
    workers = subprocess.Popen([*work, "--no-dashboard", "--death-timeout", "10"], **quiet)
    time.sleep(6)
    monkeypatch.setattr(scheduler, "CONNECT_SECONDS", 5)
    done: list[int] = []

    def end_the_scheduler(n: int, total: int, name: str) -> None:
        done.append(n)
        if len(done) == 2:
            started.kill()

    out = tmp_path / "out"
    try:
        with pytest.raises(ClusterError, match="scheduler is gone"):
            build_on_cluster(str(raw), str(out), scheduler=address, progress=end_the_scheduler)
    finally:
        started.kill()
        workers.terminate()
        workers.wait(30)
        started.wait()
    assert not (out / "build.json").exists()
    report = build_on_cluster(str(raw), str(out), jobs=2)
    assert report.n_done < 4 * N
    check_equal(out, report, raw)


def test_an_object_that_vanishes_is_named(cluster, raw, tmp_path, monkeypatch):
    def list_too_much(url: str):
        found, strangers = list_articles(url)
        return [*found, RawObject("gone.txt", 10, "v1")], strangers

    monkeypatch.setattr(engine, "list_articles", list_too_much)
    report = build_on_cluster(str(raw), str(tmp_path / "out"), scheduler=cluster.scheduler_address)
    assert "gone.txt: cannot be read" in " ".join(s.reason for s in report.skipped)
    assert report.n_documents == N + 6


def test_limits_hold_on_workers(cluster, raw, tmp_path):
    (raw / "large.txt").write_text(write_article(1) * 50, "utf-8")
    report = build_on_cluster(
        str(raw), str(tmp_path / "out"), scheduler=cluster.scheduler_address, limits=Limits(size=60_000)
    )
    assert "more than an article has" in {s.file: s.reason for s in report.skipped}["large.txt"]


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"raw": "nowhere"}, "there is no such place"),
        ({"raw": "gopher://x/y"}, "cannot be used"),
        ({"raw": "empty"}, "holds no article"),
        ({"scheduler": "tcp://127.0.0.1:9"}, "no scheduler answers"),
        ({"scheduler": "nonsense://x"}, "no scheduler answers"),
        ({"scheduler": "not an address"}, "no scheduler answers"),
    ],
)
def test_what_cannot_be_used_is_one_sentence(tmp_path, monkeypatch, change, message):
    monkeypatch.setattr(scheduler, "CONNECT_SECONDS", 1)
    (tmp_path / "raw").mkdir()
    (tmp_path / "empty").mkdir()
    (tmp_path / "raw" / "a.txt").write_text(write_article(1), "utf-8")
    name = change.get("raw", "raw")
    raw = name if "://" in name else str(tmp_path / name)
    with pytest.raises(ClusterError, match=message) as caught:
        build_on_cluster(raw, str(tmp_path / "out"), scheduler=change.get("scheduler", "tcp://127.0.0.1:9"))
    assert "\n" not in str(caught.value)


def test_workers_of_another_version_are_one_sentence(cluster, raw, tmp_path, monkeypatch):
    cloudpickle.register_pickle_by_value(sys.modules[__name__])
    monkeypatch.setattr(scheduler, "tell_version", lambda: str(os.getpid()))
    with pytest.raises(ClusterError, match="another version"):
        build_on_cluster(str(raw), str(tmp_path / "out"), scheduler=cluster.scheduler_address)


@pytest.fixture
def object_store(monkeypatch):
    moto = pytest.importorskip("moto.server", reason="moto is not installed")
    pytest.importorskip("s3fs", reason="s3fs is not installed")
    server = moto.ThreadedMotoServer(ip_address="127.0.0.1", port=0)
    server.start()
    host, port = server.get_host_and_port()
    endpoint = f"http://{host}:{port}"
    for name, value in {
        "AWS_ACCESS_KEY_ID": "testing", "AWS_SECRET_ACCESS_KEY": "testing", "AWS_DEFAULT_REGION": "us-east-1",
        "AWS_ENDPOINT_URL": endpoint, "NO_PROXY": "127.0.0.1", "no_proxy": "127.0.0.1",
    }.items():  # fmt: skip
        monkeypatch.setenv(name, value)
    yield endpoint
    server.stop()


def test_the_same_through_an_object_store(raw, tmp_path, object_store):
    s3fs = pytest.importorskip("s3fs")
    store = s3fs.S3FileSystem(skip_instance_cache=True)
    store.mkdir("party")
    store.put(str(raw), "party/in/raw", recursive=True)
    store.put(str(tmp_path / "lexicons"), "party/in/lexicons", recursive=True)
    store.put(str(tmp_path / "corrections.csv"), "party/in/corrections.csv")
    report = build_on_cluster("s3://party/in/raw", "s3://party/out", jobs=2)
    local = dj.build(raw, tmp_path / "local")
    for path in sorted(local.out.glob("*.csv")):
        assert store.cat(f"party/out/{report.tables}/csv/{path.name}") == path.read_bytes(), path.name
    assert read_table("s3://party/out", "numbers").equals(local.tables.numbers)
    assert json.loads(store.cat("party/out/build.json"))["documents"] == report.n_documents
    store.pipe("party/in/raw/more/001.txt", write_article(900).encode())
    assert build_on_cluster("s3://party/in/raw", "s3://party/out", jobs=2).n_done == 1
    with pytest.raises(ClusterError, match="no such place"):
        build_on_cluster("s3://no-such-bucket/raw", "s3://party/out")


def test_an_object_store_without_credentials_is_one_sentence(object_store, monkeypatch, tmp_path):
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.delenv(name)
    monkeypatch.setenv("AWS_EC2_METADATA_DISABLED", "true")
    monkeypatch.setenv("AWS_SHARED_CREDENTIALS_FILE", str(tmp_path / "none"))
    monkeypatch.setenv("HOME", str(tmp_path))
    pytest.importorskip("s3fs").S3FileSystem.clear_instance_cache()
    with pytest.raises(ClusterError, match="credentials"):
        build_on_cluster("s3://party/raw", "s3://party/out")


def test_set_aside_says_which_and_why(raw):
    settings = Settings(str(raw), "", (), {"reading": "1"}, Limits())
    card = set_aside(settings, Task(RawObject("a.txt", 1, "v"), ("a.txt",), {}))
    assert card.retry
    assert str(card.reason).startswith("a.txt: twice ended")
