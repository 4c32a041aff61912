"""PostgreSQL crashes, restarts, fails over, freezes: what was accepted is answered, and soon."""

import time

import pytest
from office import opened

pytestmark = pytest.mark.timeout(600)

QUESTIONS = 200
RATE = 10
BACK = 5.0  # seconds after the server is there again


def back_after(office, since):
    """Seconds until the next answer went out."""
    deadline = time.time() + 60
    while time.time() < deadline:
        later = [at for times in office.answered().values() for at in times if at > since]
        if later:
            return min(later) - since
        time.sleep(0.2)
    return float("inf")


@pytest.mark.parametrize("fault", ["crash", "restart", "frozen"])
def test_the_server_fails_and_comes_back(tmp_path, fresh_server, record, fault):
    with opened(tmp_path, fresh_server.url()) as office:
        with office.asking(QUESTIONS, RATE):
            time.sleep(5)
            if fault == "crash":
                fresh_server.crash()
                fresh_server.start()
            elif fault == "restart":
                fresh_server.stop("fast")
                fresh_server.start()
            else:
                fresh_server.freeze()
                time.sleep(8)
                fresh_server.thaw()
            back = back_after(office, time.time())
        office.settle(90)
        counts = office.counts()
        record(f"PostgreSQL: {fault}", 1, counts)
        assert (counts.lost, counts.disordered) == (0, 0)
        assert back < BACK
        assert "The store works again" in office.logs()
        assert fault != "frozen" or 503 in office.balancer.codes


def test_a_standby_takes_over(tmp_path, fresh_server, record):
    standby = fresh_server.standby(fresh_server.folder.parent / "second")
    try:
        with opened(tmp_path, fresh_server.url("rapporteur", standby)) as office:
            with office.asking(QUESTIONS, RATE):
                time.sleep(5)
                fresh_server.crash()
                standby.promote()
                back = back_after(office, time.time())
            office.settle(90)
            counts = office.counts()
            record("PostgreSQL: failover", 1, counts)
            assert (counts.lost, counts.disordered) == (0, 0)
            assert back < BACK
    finally:
        standby.stop("immediate")


def frozen_while_idle(server):
    """Freeze the replicas' connections between two transactions; return their processes.

    Not those of lanes: locks are the server's to keep until it is thawed or killed.
    """
    idle = (
        "SELECT pid FROM pg_stat_activity WHERE application_name = 'rapporteur' "
        "AND state = 'idle' AND pid NOT IN (SELECT pid FROM pg_locks WHERE locktype = 'advisory')"
    )
    while True:
        if frozen := [row[0] for row in server.sql(idle)]:
            server.freeze(frozen)
            if not {row[0] for row in server.sql("SELECT pid FROM pg_locks")} & set(frozen):
                return frozen
            server.thaw(frozen)
        time.sleep(0.05)


def test_one_frozen_connection_is_given_up(tmp_path, fresh_server, record):
    with opened(tmp_path, fresh_server.url()) as office:
        office.ask(20, RATE)
        frozen = frozen_while_idle(fresh_server)
        with office.asking(QUESTIONS, RATE):
            back = back_after(office, time.time())
        office.settle(90)
        fresh_server.thaw(frozen)
        counts = office.counts()
        record("PostgreSQL: connections frozen", len(frozen), counts)
        assert (counts.lost, counts.disordered) == (0, 0)
        assert back < BACK
