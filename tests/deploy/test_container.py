"""The image and the compose file keep to the rules that make a container hard to misuse."""

import re
import shlex
from pathlib import Path

import pytest
import yaml

from bot.config import load_config

ROOT = Path(__file__).parents[2]
TEXT = (ROOT / "Dockerfile").read_text("utf-8")
COMPOSE = yaml.safe_load((ROOT / "compose.yaml").read_text("utf-8"))
SERVICE = COMPOSE["services"]["rapporteur"]


def instructions():
    """(instruction, rest), stage by stage."""
    whole = re.sub(r"\\\n", " ", re.sub(r"^#.*\n", "", TEXT, flags=re.MULTILINE))
    lines = [line.split(maxsplit=1) for line in whole.splitlines() if line.strip()]
    stages = []
    for name, rest in lines:
        if name == "FROM":
            stages.append([])
        stages[-1].append((name, " ".join(rest.split())))
    return stages


BUILD, RUN = instructions()


def of(stage, name):
    return [rest for instruction, rest in stage if instruction == name]


def test_what_builds_does_not_run():
    assert of(RUN, "COPY")[0].startswith("--from=build ")
    assert not any("pip" in command or "venv" in command for command in of(RUN, "RUN"))


def test_the_base_has_a_version():
    for base in (*of(BUILD, "FROM"), *of(RUN, "FROM")):
        assert re.match(r"\S+:\d[\w.-]*( AS \w+)?$", base), base


def test_the_last_user_is_a_number_and_not_root():
    (user,) = of(RUN, "USER")
    assert re.fullmatch(r"[1-9]\d{3,}:[1-9]\d{3,}", user)
    assert [name for name, _ in RUN].index("USER") > max(
        at for at, (name, _) in enumerate(RUN) if name == "RUN"
    )


def test_lists_of_packages_are_removed_where_they_were_fetched():
    for command in (*of(BUILD, "RUN"), *of(RUN, "RUN")):
        if "apt-get" in command:
            assert "apt-get install --yes --no-install-recommends" in command
            assert "rm -rf /var/lib/apt/lists/*" in command
            assert "sudo" not in command


@pytest.mark.parametrize("name", ["ENTRYPOINT", "CMD"])
def test_the_process_gets_its_signals_itself(name):
    (rest,) = of(RUN, name)
    assert rest.startswith("["), "a shell would keep SIGTERM to itself"


def test_nothing_is_added_from_elsewhere_and_no_secret_is_built_in():
    assert "ADD" not in {name for stage in (BUILD, RUN) for name, _ in stage}
    assert not re.search(r"token|secret|password", TEXT, re.IGNORECASE)


def test_everything_that_is_copied_exists_and_reaches_the_builder():
    let_through = {
        line[1:] for line in (ROOT / ".dockerignore").read_text().splitlines() if line[:1] == "!"
    }
    for rest in (*of(BUILD, "COPY"), *of(RUN, "COPY")):
        *sources, _ = shlex.split(rest)
        for source in sources if not sources[0].startswith("--from") else ():
            assert (ROOT / source).exists(), source
            assert source in let_through, source


def test_its_health_is_asked_where_it_is_served():
    config = load_config(ROOT / "deploy/container.yaml")
    (check,) = of(RUN, "HEALTHCHECK")
    assert f"http://127.0.0.1:{config.http.port}/livez" in check
    assert of(RUN, "EXPOSE") == [str(config.http.port)]


def test_the_image_writes_to_its_volume_only():
    config = load_config(ROOT / "deploy/container.yaml")
    assert of(RUN, "VOLUME") == ["/data"]
    assert {config.store.path.parent, config.index.path.parent} == {Path("/data")}


def test_the_container_may_do_little():
    assert SERVICE["read_only"] is True
    assert SERVICE["cap_drop"] == ["ALL"]
    assert SERVICE["security_opt"] == ["no-new-privileges:true"]
    assert {"pids_limit", "mem_limit", "init"} <= SERVICE.keys()


def test_ports_are_published_on_loopback_only():
    assert all(port.startswith("127.0.0.1:") for port in SERVICE["ports"])


def test_the_token_is_a_file_of_a_secret():
    (name,) = SERVICE["secrets"]
    assert SERVICE["environment"] == {"TELEGRAM_BOT_TOKEN_FILE": f"/run/secrets/{name}"}
    assert name in COMPOSE["secrets"]


def test_the_volumes_are_those_that_the_image_expects():
    targets = {volume.split(":")[1] for volume in SERVICE["volumes"]}
    assert targets == {"/corpus", "/data", "/etc/rapporteur/config.yaml"}
    assert set(COMPOSE["volumes"]) == {"state"}


def test_it_may_stop_as_long_as_the_bot_takes():
    assert int(SERVICE["stop_grace_period"].removesuffix("s")) > 8
