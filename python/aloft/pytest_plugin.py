"""Fixtures: aloft_local, the embedded AWS with some content; aloft_moto, the URL of moto's server. The environment leads
clients there that are made in the test."""

import pytest

from . import testing


@pytest.fixture
def aloft_local():
    with testing.LocalAws(seed=True) as server:
        yield server


@pytest.fixture
def aloft_moto():
    with testing.mock_aws() as url:
        yield url
