"""The examples for Prometheus name metrics that the bot has."""

import re
from pathlib import Path

import pytest
import yaml

from bot.config import load_config
from bot.telegram_app.monitoring import Metrics

DEPLOY = Path(__file__).parents[2] / "deploy"
RULES = [
    rule
    for group in yaml.safe_load((DEPLOY / "alerts.yml").read_text())["groups"]
    for rule in group["rules"]
]
CODE = "".join(file.read_text() for file in (DEPLOY.parent / "bot/telegram_app").glob("*.py"))


def told():
    """The names of all series that the bot tells of."""
    metrics = Metrics()
    metrics.questions.labels("answered")
    metrics.errors.labels("any")
    metrics.updates.labels("any")
    metrics.seconds.labels("any")
    return set(re.findall(r"^([a-z_]+)", metrics.text().decode(), re.MULTILINE))


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule["alert"])
def test_an_alert_is_about_what_the_bot_tells(rule):
    names = set(re.findall(r"\brapporteur_\w+", rule["expr"]))
    assert names <= told()
    assert names or rule["expr"].startswith('up{job="rapporteur"}')


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule["alert"])
def test_an_alert_says_how_urgent_it_is_and_what_it_means(rule):
    assert rule["labels"]["severity"] in {"page", "ticket"}
    assert rule["annotations"]["summary"]


def test_labels_are_those_that_the_bot_uses():
    for value in re.findall(r'(?:how|stage|kind|outcome)="(\w+)"', str(RULES)):
        assert f'labels("{value}")' in CODE


def test_the_port_is_that_of_the_container():
    scraped = yaml.safe_load((DEPLOY / "prometheus.yml").read_text())
    (job,) = scraped["scrape_configs"]
    port = load_config(DEPLOY / "container.yaml").http.port
    assert job["job_name"] == "rapporteur"
    assert job["static_configs"] == [{"targets": [f"127.0.0.1:{port}"]}]
    assert scraped["rule_files"] == ["alerts.yml"]


def test_replicas_are_found_by_their_service_and_scraped_where_they_listen():
    replicas = DEPLOY / "replicas"
    (job,) = yaml.safe_load((replicas / "prometheus.yml").read_text())["scrape_configs"]
    (found,) = job["dns_sd_configs"]
    settings = yaml.safe_load((replicas / "config.yaml").read_text())
    assert (job["job_name"], found["port"]) == ("rapporteur", settings["http"]["port"])
    assert found["names"][0] in yaml.safe_load((replicas / "compose.yaml").read_text())["services"]
