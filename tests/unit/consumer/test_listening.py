"""What the page says of a broker that cannot even be looked up."""

from __future__ import annotations

from deploy.consumer.broker import Broker
from deploy.consumer.database import Database
from deploy.consumer.intake import Intake
from deploy.consumer.judge import Judge
from deploy.consumer.listening import Listening
from deploy.consumer.notices import Notices


def test_a_name_that_is_none_is_told_as_no_connection(
    database: Database, notices: Notices, judge: Judge
) -> None:
    listening = Listening(Broker(host="10.0..5", port=1883), Intake(database, judge), notices)
    listening.step()
    assert "no connection to 10.0..5:1883" in (listening.pulse.trouble or "")
