"""URLs and options: what is understood, and the one sentence for what is not (KAFKA.md f)."""

import os
import pickle
import re
import subprocess
import sys
from typing import Any
from urllib.parse import quote

import pytest
from celery import Celery

import common.kafka
from common.kafka.errors import ForeignTransport, KafkaUnavailable, Refused
from common.kafka.options import Options, options_of


def options(url: str, **given: Any) -> Options:
    return options_of(url, given, None, None)


@pytest.mark.parametrize(
    ("url", "servers", "protocol"),
    [
        ("kafka://", "localhost:9092", "PLAINTEXT"),
        ("kafka://h1", "h1:9092", "PLAINTEXT"),
        ("kafka://h1:1,h2:2,h3", "h1:1,h2:2,h3:9092", "PLAINTEXT"),
        ("Kafka://h1, h2", "h1:9092,h2:9092", "PLAINTEXT"),
        ("kafka://[::1]", "[::1]:9092", "PLAINTEXT"),
        ("kafka+ssl://h1:9093", "h1:9093", "SSL"),
        ("kafka+sasl_plaintext://u:p@h1", "h1:9092", "SASL_PLAINTEXT"),
        ("kafka://u:p%40ss@h1,h2", "h1:9092,h2:9092", "SASL_SSL"),
    ],
)
def test_urls_are_understood(url: str, servers: str, protocol: str) -> None:
    understood = options(url)
    assert understood.bootstrap_servers == servers
    assert understood.security_protocol == protocol


def test_a_password_is_decoded_and_not_shown() -> None:
    app = Celery(broker="kafka://user:p%40ss@h1,h2", set_as_current=False)
    assert app.connection().transport.options.password == "p@ss"
    assert app.connection().as_uri() == "kafka+sasl_ssl://user:**@h1:9092,h2:9092"
    assert app.connection().as_uri(include_password=True) == "kafka+sasl_ssl://user:p%40ss@h1:9092,h2:9092"


@pytest.mark.parametrize("secret", ["12#34", "#", "a%b", "a@b", "a:b", "a,b", "a+b", "a b", "a&b", "ä\N{KEY}"])
def test_a_user_and_a_password_may_be_written_as_they_are(secret: str) -> None:
    app = Celery(broker=f"kafka://{secret.replace(':', '')}:{secret}@h1,h2", set_as_current=False)
    given = app.connection_for_write().transport.options
    assert (given.username, given.password) == (secret.replace(":", ""), secret)
    assert given.bootstrap_servers == "h1:9092,h2:9092"


@pytest.mark.parametrize(
    "secret", ["12#34", "a%b", "a%23b", "a@b", "a/b", "a?b", "a;b", "a:b", "://", "[a]", "ä\N{KEY}"]
)
def test_a_user_and_a_password_may_be_encoded_whatever_is_in_them(secret: str) -> None:
    encoded = quote(secret, safe="")
    app = Celery(broker=f"kafka://{encoded}:{encoded}@h1,h2", set_as_current=False)
    connection = app.connection_for_write().clone()  # as a worker's
    assert (connection.transport.options.username, connection.transport.options.password) == (secret, secret)
    again = Celery(broker=connection.as_uri(include_password=True), set_as_current=False)
    assert again.connection_for_write().transport.options == connection.transport.options


@pytest.mark.parametrize(
    ("broker", "advice"),
    [
        ("kafka://user:12/34@h1", "write %2F and %3F for / and ?"),
        ("kafka://user:12?34@h1", "write %2F and %3F for / and ?"),
        ("kafka://user:12;34@h1", "%3B for ; in a user or password"),
        ("kafka://h1;kafka://h2", "separate a cluster's addresses by commas"),
        (["kafka://h1", "kafka://h2"], "separate a cluster's addresses by commas"),
    ],
)
def test_what_would_cut_a_url_off_is_refused_and_not_repeated(broker: Any, advice: str) -> None:
    app = Celery(broker=broker, set_as_current=False)
    with pytest.raises(Refused, match=re.escape(advice)) as refused:
        common.kafka.ensure_ours(app)
    assert "12" not in str(refused.value)
    with pytest.raises(Refused, match=re.escape(advice)):
        assert app.connection_for_write().transport


def test_confluent_cloud_is_a_url_and_two_options() -> None:
    cloud = options("kafka://key:secret@pkc-1.europe-west1.gcp.confluent.cloud:9092", replication_factor=3)
    told = cloud.for_producer()
    assert told["security.protocol"] == "SASL_SSL"
    assert told["sasl.mechanism"] == "PLAIN"
    assert (told["sasl.username"], told["sasl.password"]) == ("key", "secret")


def test_other_mechanisms_reach_librdkafka() -> None:
    scram = options("kafka://u:p@h", sasl_mechanism="SCRAM-SHA-512", ssl_ca_file=__file__).for_producer()
    assert (scram["sasl.mechanism"], scram["ssl.ca.location"]) == ("SCRAM-SHA-512", __file__)

    def token(_config: str) -> tuple[str, float]:
        return "token", 0.0

    bearer = options("kafka+sasl_ssl://h", sasl_mechanism="OAUTHBEARER", oauth_token=token).for_group("g")
    assert bearer["oauth_cb"] is token
    assert "sasl.username" not in bearer


@pytest.mark.parametrize(
    ("url", "given", "sentence"),
    [
        ("kafka+tls://h", {}, "Unknown scheme 'tls'"),
        ("kafka://h:port", {}, "Bad broker address 'h:port': write host:port"),
        ("kafka://h/topic", {}, "A kafka:// URL has no path and no query"),
        ("kafka://h?group_id=g", {}, "A kafka:// URL has no path and no query"),
        ("kafka://h", {"groupid": "g"}, "Unknown transport option 'groupid': did you mean 'group_id'?"),
        ("kafka://h", {"visibility_timeout": 1}, "Unknown transport option 'visibility_timeout'"),
        ("kafka://h", {"partitions": "six"}, "Transport option 'partitions' must be a whole number, not 'six'."),
        ("kafka://h", {"partitions": True}, "Transport option 'partitions' must be a whole number, not True."),
        ("kafka://h", {"session_timeout": "10s"}, "Transport option 'session_timeout' must be a number of seconds"),
        ("kafka://h", {"create_topics": "no"}, "Transport option 'create_topics' must be True or False, not 'no'."),
        ("kafka://h", {"shared_queues": "*.events"}, "Transport option 'shared_queues' must be a list"),
        ("kafka://h", {"topics": ["t"]}, "Transport option 'topics' must be a mapping, not ['t']."),
        ("kafka://h", {"topics": {"t": 3}}, "Transport option 'topics[t]' must be a mapping, not 3."),
        ("kafka://h", {"topics": {"t": {"partition": 3}}}, "'partition': did you mean 'partitions'?"),
        ("kafka://h", {"topics": {"t": {"partitions": "3"}}}, "'topics[t][partitions]' must be a whole number"),
        ("kafka://h", {"topics": {"t": {"partitions": 0}}}, "'topics[t][partitions]' must be at least 1, not 0."),
        ("kafka://h", {"topics": {"t": {"config": {"retention.ms": 5}}}}, "[retention.ms]' must be text, not 5."),
        ("kafka://h", {"topics": {5: {"partitions": 1}}}, "Transport option 'topics[]' must be text, not 5."),
        ("kafka://h:99999", {}, "Bad broker address 'h:99999'"),
        ("kafka://h:0", {}, "Bad broker address 'h:0'"),
        ("kafka://h1,,h2", {}, "Bad broker address ''"),
        ("kafka://h 1", {}, "Bad broker address 'h 1'"),
        ("kafka://::1", {}, "Bad broker address (several colons; an IPv6 address stands in brackets)"),
        ("kafka://user@h", {}, "SASL_SSL with PLAIN needs a password: kafka://USER:PASSWORD@"),
        ("kafka+sasl_ssl://h", {}, "SASL_SSL with PLAIN needs a user and a password"),
        ("kafka+ssl://user:secret@h", {}, "With SSL nobody asks for a user, a password or a token: use kafka+sasl_ssl"),
        ("kafka://h", {"password": "secret"}, "With PLAINTEXT nobody asks for a user, a password or a token"),
        ("kafka://h", {"sasl_mechanism": "SCRAM-SHA-256"}, "With PLAINTEXT nobody asks for a user, a password"),
        ("kafka://h", {"oauth_token": lambda _: ("token", 0.0)}, "With PLAINTEXT nobody asks for a user, a password"),
        ("kafka://h", {"ssl_ca_file": __file__}, "With PLAINTEXT no certificate is looked at (ssl_ca_file): use"),
        ("kafka+sasl_plaintext://u:p@h", {"ssl_ca_file": __file__}, "With SASL_PLAINTEXT no certificate is looked at"),
        ("kafka+sasl_ssl://h", {"sasl_mechanism": "OAUTHBEARER"}, "OAUTHBEARER needs a token"),
        ("kafka://h", {"oauth_token": "abc"}, "Transport option 'oauth_token' must be a callable, not 'abc'."),
        ("kafka://h", {"security_protocol": "tls"}, "'security_protocol' must be one of PLAINTEXT, SSL, SASL_SSL"),
        ("kafka://h", {"ssl_ca_file": "/nowhere/ca.pem"}, "There is no file /nowhere/ca.pem (transport option"),
        ("kafka://h", {"ssl_ca_file": 5}, "Transport option 'ssl_ca_file' must be text, not 5."),
        ("kafka://h", {"group_id": ""}, "Transport option 'group_id' must not be empty."),
        ("kafka://h", {"group_instance_id": 7}, "Transport option 'group_instance_id' must be text, not 7."),
        ("kafka://h", {"retry_queue": 7}, "Transport option 'retry_queue' must be text, not 7."),
        ("kafka://h", {"interested_in": "hats"}, "Transport option 'interested_in' must be a list, not 'hats'."),
        ("kafka://h", {"shared_queues": [1]}, "Transport option 'shared_queues[]' must be text, not 1."),
        ("kafka://h", {"delay_buckets": []}, "Transport option 'delay_buckets' must not be empty."),
        ("kafka://h", {"delay_buckets": [60, 0]}, "Transport option 'delay_buckets[]' must be at least 1, not 0."),
        ("kafka://h", {"partitions": 0}, "Transport option 'partitions' must be at least 1, not 0."),
        ("kafka://h", {"replication_factor": 0}, "Transport option 'replication_factor' must be at least 1, not 0."),
        ("kafka://h", {"fetch_ahead": 0}, "Transport option 'fetch_ahead' must be at least 1, not 0."),
        ("kafka://h", {"delivery_timeout": float("nan")}, "'delivery_timeout' must be at least 0.001, not nan."),
        ("kafka://h", {"max_unconfirmed_messages": 0}, "'max_unconfirmed_messages' must be at least 1, not 0."),
        ("kafka://h", {"dead_letter_suffix": ""}, "Transport option 'dead_letter_suffix' is a part of topics' names"),
        ("kafka://h", {"internal_prefix": "a b"}, "Transport option 'internal_prefix' is a part of topics' names"),
        ("kafka://h", {"config": {"bootstrap.servers": "x"}}, "'config' may not set 'bootstrap.servers': the broker"),
        ("kafka://h", {"consumer_config": {"enable.auto.commit": True}}, "'enable.auto.commit': tasks would be lost."),
        ("kafka://h", {"producer_config": {"acks": 1}}, "may not set 'acks': tasks would be lost."),
    ],
)
def test_what_is_not_understood_is_one_sentence(url: str, given: dict[str, Any], sentence: str) -> None:
    with pytest.raises(Refused) as refused:
        options(url, **given)
    assert str(refused.value).startswith(sentence) or sentence in str(refused.value)
    assert str(refused.value).endswith((".", "?"))
    assert "\n" not in str(refused.value)


def test_a_forgotten_at_sign_does_not_tell_the_password() -> None:
    with pytest.raises(Refused, match="Bad broker address") as refused:
        options("kafka://user:secret:h1:9092")
    assert "secret" not in str(refused.value)


@pytest.mark.parametrize("config", ["config", "producer_config", "consumer_config", "admin_config"])
def test_what_librdkafka_does_not_understand_is_one_sentence(config: str) -> None:
    app = Celery(broker="kafka://127.0.0.1:1", set_as_current=False)
    app.conf.broker_transport_options = {config: {"nonsense": 1}, "forward_delayed": False}
    transport = app.connection().transport
    with pytest.raises(Refused, match=r'librdkafka cannot work with these options: .*"nonsense"\.'):
        assert all((transport.topics, transport.producer, transport.group))  # whichever is told of it


def test_only_this_transport_passes_for_ours() -> None:
    common.kafka.ensure_ours(Celery(broker="kafka://h1,h2", set_as_current=False))
    for broker in ("confluentkafka://h1", "memory://"):
        with pytest.raises(ForeignTransport, match=r"import common\.kafka first"):
            common.kafka.ensure_ours(Celery(broker=broker, set_as_current=False))
    for broker in ("kafkas://h1", "kafka://[::1"):
        with pytest.raises(ForeignTransport, match="URL is not understood, give a kafka:// URL: "):
            common.kafka.ensure_ours(Celery(broker=broker, set_as_current=False))


def test_wrong_options_are_told_when_the_app_is_made() -> None:
    app = Celery(broker="kafka://h1:port", set_as_current=False)
    with pytest.raises(Refused, match="Bad broker address 'h1:port'"):
        common.kafka.ensure_ours(app)


def test_a_topics_shape_comes_from_the_most_specific_option() -> None:
    shaped = options("kafka://h", partitions=6, replication_factor=3, topics={"big": {"partitions": 48}})
    assert shaped.shape_of("orders").partitions == 6
    assert (shaped.shape_of("big").partitions, shaped.shape_of("big").replication_factor) == (48, 3)
    assert shaped.shape_of("orders.dlt").partitions == 1
    assert shaped.shape_of("_celery.pidbox").config["retention.ms"] == "600000"


@pytest.mark.parametrize(
    ("command", "broker", "sentence"),
    [
        (["worker"], "kafka+tls://h", "Unknown scheme 'tls': use kafka://"),
        (["call", "noop"], "kafka://127.0.0.1:1", "does not answer: "),
        (["status"], "kafka://h:port", "Bad broker address 'h:port'"),
    ],
)
def test_a_command_of_celerys_says_one_sentence_and_no_traceback(
    command: list[str], broker: str, sentence: str
) -> None:
    said = subprocess.run(
        [sys.executable, "-W", "ignore", "-m", "celery", "-A", "tests.kafka.bench.tasks", *command],
        env=os.environ | {"BENCH_BROKER": broker},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    told = said.stderr.strip().splitlines()
    assert said.returncode == 1
    assert told[-1].startswith("Error: ")
    assert sentence in told[-1]
    assert "Traceback" not in said.stderr + said.stdout


@pytest.mark.parametrize("error", [KafkaUnavailable("away"), Refused("never"), ForeignTransport("kombu's")])
def test_an_error_is_the_same_in_another_process(error: Exception) -> None:
    again = pickle.loads(pickle.dumps(error))  # noqa: S301  # as a pool's process does
    assert (type(again), str(again)) == (type(error), str(error))
