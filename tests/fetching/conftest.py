import pytest
from web_site import web_site


@pytest.fixture
def site():
    with web_site() as made:
        yield made
