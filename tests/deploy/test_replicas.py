"""The manifests of several replicas fit the settings that they mount, and each other."""

from pathlib import Path

import pytest
import yaml

from bot.config import load_config

FOLDER = Path(__file__).parents[2] / "deploy/replicas"
CONFIG = load_config(FOLDER / "config.yaml")
COMPOSE = yaml.safe_load((FOLDER / "compose.yaml").read_text("utf-8"))
MANIFESTS = {
    manifest["kind"]: manifest
    for manifest in yaml.safe_load_all((FOLDER / "kubernetes.yaml").read_text("utf-8"))
}
POD = MANIFESTS["Deployment"]["spec"]["template"]["spec"]
CONTAINER = POD["containers"][0]
REPLICA = COMPOSE["services"]["rapporteur"]
NEEDED = {"TELEGRAM_BOT_TOKEN_FILE", "TELEGRAM_WEBHOOK_SECRET_FILE", "STORE_PASSWORD_FILE"}


def port(name):
    return next(p["containerPort"] for p in CONTAINER["ports"] if p["name"] == name)


def test_replicas_share_a_store_and_are_called():
    assert CONFIG.store.url is not None
    assert CONFIG.telegram.mode == "webhook"


def test_the_ports_are_those_of_the_settings():
    assert port("webhook") == CONFIG.telegram.webhook.port
    assert port("health") == CONFIG.http.port
    assert f"rapporteur {CONFIG.telegram.webhook.port}" in (FOLDER / "Caddyfile").read_text("utf-8")


def test_what_telegram_calls_is_passed_on():
    (rule,) = MANIFESTS["Ingress"]["spec"]["rules"]
    (path,) = rule["http"]["paths"]
    assert CONFIG.telegram.webhook.url == f"https://{rule['host']}{path['path']}"
    assert f"reverse_proxy {path['path']} " in (FOLDER / "Caddyfile").read_text("utf-8")
    assert path["backend"]["service"]["name"] == MANIFESTS["Service"]["metadata"]["name"]


def test_every_secret_is_a_file():
    given = {one["name"]: one["value"] for one in CONTAINER["env"]}
    assert given.keys() == NEEDED == REPLICA["environment"].keys()
    mounted = {mount["name"]: mount["mountPath"] for mount in CONTAINER["volumeMounts"]}
    assert {str(Path(value).parent) for value in given.values()} == {mounted["secrets"]}
    assert set(REPLICA["secrets"]) == set(COMPOSE["secrets"])
    assert REPLICA["environment"] == {
        name: f"/run/secrets/{Path(given[name]).name}" for name in NEEDED
    }


@pytest.mark.parametrize("kind", ["Deployment", "PodDisruptionBudget", "Service", "NetworkPolicy"])
def test_all_speak_of_the_same_pods(kind):
    labels = MANIFESTS["Deployment"]["spec"]["template"]["metadata"]["labels"]
    spec = MANIFESTS[kind]["spec"]
    chosen = spec.get("selector") or spec["podSelector"]
    assert chosen.get("matchLabels", chosen) == labels


def test_probes_ask_what_the_bot_serves():
    asked = {
        name: CONTAINER[name]["httpGet"]["path"]
        for name in ("startupProbe", "livenessProbe", "readinessProbe")
    }
    assert asked == {
        "startupProbe": "/livez",
        "livenessProbe": "/livez",
        "readinessProbe": "/readyz",
    }


def test_a_drained_node_leaves_most_replicas():
    assert MANIFESTS["Deployment"]["spec"]["replicas"] >= 3
    assert MANIFESTS["PodDisruptionBudget"]["spec"]["maxUnavailable"] == 1
    assert POD["terminationGracePeriodSeconds"] > 8


def test_a_replica_may_do_little():
    own = CONTAINER["securityContext"]
    assert own["readOnlyRootFilesystem"] is REPLICA["read_only"] is True
    assert own["capabilities"]["drop"] == REPLICA["cap_drop"] == ["ALL"]
    assert own["allowPrivilegeEscalation"] is POD["automountServiceAccountToken"] is False
    assert POD["securityContext"]["runAsNonRoot"] is True


def test_only_the_proxy_is_reached_from_outside():
    assert {name for name, about in COMPOSE["services"].items() if "ports" in about} == {"proxy"}
    assert COMPOSE["networks"]["back"]["internal"] is True
    assert COMPOSE["services"]["database"]["networks"] == ["back"]
