import pytest

from bot.config import load_config
from bot.errors import ConfigError


@pytest.fixture
def load(tmp_path):
    def from_text(text, **more):
        path = tmp_path / "config.yaml"
        path.write_text(text, "utf-8")
        return load_config(path, **more)

    return from_text


@pytest.fixture
def problems(load, tmp_path):
    def of(text):
        with pytest.raises(ConfigError) as caught:
            load(text)
        return [problem.removeprefix(f"{tmp_path}/") for problem in caught.value.problems]

    return of
