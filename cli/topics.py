"""``ms-commerce topics``: the topics that config/services.yaml asks for, made where they are missing.

Runs before any worker does: a consumer group that subscribes to a topic which appears later finds it only at its
next look, half a minute on.
"""

import click

from common.celery.app import make_celery
from common.kafka.options import options_of
from common.kafka.topics import Topics, topics_for
from common.services import Table, table

QUIET = {"config": {"log_level": 0}}
"""Transport options that keep librdkafka from writing to a terminal: what fails is raised anyway."""


def create_topics(wanted: Table) -> list[str]:
    """Make what is missing; the names of what was made. An existing topic of another shape is warned about."""
    topics = topics_of(wanted)
    missing = [topic.name for topic in wanted.topics() if not topics.exists(topic.name)]
    for topic in wanted.topics():
        topics.ensure(topic.name)
    return missing


def topics_of(wanted: Table) -> Topics:
    # Any service's app will do: all have the same broker, and the same idea of a topic's shape.
    conf = make_celery(wanted.services[0].name).conf
    options = conf.broker_transport_options | QUIET
    return topics_for(options_of(conf.broker_url, options, None, None))


def differences(wanted: Table) -> list[str]:
    """A sentence for each topic that is missing or not cut as configured; of others in the cluster, none."""
    topics = topics_of(wanted)
    names = [topic.name for topic in wanted.topics()]
    missing = [f"Topic {name} does not exist." for name in names if not topics.exists(name)]
    return missing + [str(mismatch) for mismatch in topics.mismatches() if mismatch.topic in names]


@click.command()
def topics() -> None:
    """Create the Kafka topics that are missing."""
    for name in create_topics(table()):
        click.echo(f"created {name}")
    for sentence in differences(table()):
        click.echo(sentence, err=True)
