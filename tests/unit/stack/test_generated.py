"""Files that the table of services decides."""

import yaml
from honcho.environ import parse_procfile

from cli.stack.generated import files
from cli.stack.processes import Stage, processes
from common.services import table


def test_the_procfile_lists_every_process_in_honchos_own_form() -> None:
    parsed = parse_procfile(files(table())["Procfile"]).processes
    assert dict(parsed) == {process.name: process.command for process in processes(table())}


def test_each_service_has_a_process_and_a_worker_pool() -> None:
    stages = {process.name: process.stage for process in processes(table())}
    for service in table().services:
        assert stages[service.name] is Stage.SERVICES
        assert stages[f"worker-{service.name}"] is Stage.WORKERS


def test_compose_runs_what_the_procfile_lists() -> None:
    services = yaml.safe_load(files(table())["compose.yaml"])["services"]
    assert {process.name for process in processes(table())} <= set(services)


def test_a_service_waits_for_its_topics_and_indexes_in_compose() -> None:
    services = yaml.safe_load(files(table())["compose.yaml"])["services"]
    for service in table().services:
        assert services[service.name]["depends_on"]["setup"]["condition"] == "service_completed_successfully"


def test_every_queue_has_a_topic_and_one_for_its_dead_letters() -> None:
    names = [topic.name for topic in table().topics()]
    assert len(names) == len(set(names))
    for pool in table().pools():
        for queue in pool.queues:
            assert {queue, f"{queue}.dlt"} <= set(names)
