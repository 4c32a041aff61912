"""The manifests of the engine are hard to misuse, and have the settings that the tests have."""

from pathlib import Path

import pytest
import yaml
from search_nodes import CHECK

ROOT = Path(__file__).parents[2]
PARTS = list(yaml.safe_load_all((ROOT / "deploy/opensearch.yaml").read_text("utf-8")))
(NODES,) = (part for part in PARTS if part["kind"] == "StatefulSet")
POD = NODES["spec"]["template"]["spec"]
(CONTAINER,) = POD["containers"]
ENVIRONMENT = {entry["name"]: entry.get("value") for entry in CONTAINER["env"]}


def of(kind):
    return [part for part in PARTS if part["kind"] == kind]


def test_nodes_are_nobody_and_may_do_little():
    assert POD["securityContext"]["runAsNonRoot"]
    assert not POD["automountServiceAccountToken"]
    rights = CONTAINER["securityContext"]
    assert (rights["allowPrivilegeEscalation"], rights["capabilities"]) == (
        False,
        {"drop": ["ALL"]},
    )


@pytest.mark.parametrize("whom", ["follower", "leader"])
def test_a_frozen_node_is_noticed_as_soon_as_in_the_tests(whom):
    for what, value in CHECK.items():
        assert ENVIRONMENT[f"cluster.fault_detection.{whom}_check.{what}"] == value


def test_one_node_at_a_time_may_be_taken_away():
    (budget,) = of("PodDisruptionBudget")
    assert budget["spec"]["maxUnavailable"] == 1
    spread = POD["affinity"]["podAntiAffinity"]["requiredDuringSchedulingIgnoredDuringExecution"]
    assert spread[0]["topologyKey"] == "kubernetes.io/hostname"


def test_only_bots_and_nodes_reach_the_nodes():
    (policy,) = of("NetworkPolicy")
    sources = [rule["from"] for rule in policy["spec"]["ingress"]]
    labels = {peer["podSelector"]["matchLabels"]["app"] for some in sources for peer in some}
    assert labels == {"rapporteur", "opensearch"}
    assert set(policy["spec"]["policyTypes"]) == {"Ingress", "Egress"}


def test_everything_that_selects_selects_the_nodes():
    for part in PARTS:
        assert part["metadata"]["namespace"] == "rapporteur"
    for service in of("Service"):
        assert service["spec"]["selector"] == NODES["spec"]["template"]["metadata"]["labels"]
    names = [service["metadata"]["name"] for service in of("Service")]
    assert NODES["spec"]["serviceName"] in names
    assert ENVIRONMENT["discovery.seed_hosts"] in names


def test_the_image_has_a_version():
    assert CONTAINER["image"].rpartition(":")[2][0].isdigit()
