import pytest

from services.errors import SiteLimited
from services.web_status import refuse_status


def test_a_site_says_how_long_it_wants_to_be_left_alone():
    with pytest.raises(SiteLimited) as limited:
        refuse_status(429, "example.com", retry_after="120")

    assert limited.value.details == {"host": "example.com", "seconds": 120}
