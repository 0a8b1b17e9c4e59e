"""What the environment decides, and what it may not."""

from pathlib import Path

import pytest

from cli.stack.ports import ports
from common.services import table
from common.settings import Settings


def settings(**environment: str) -> Settings:
    return Settings.from_environment(environment)


def test_left_alone_everything_is_on_this_machine() -> None:
    here = settings()
    assert here.mongodb_uri == "mongodb://127.0.0.1:8081/?directConnection=true&retryWrites=false"
    assert here.kafka.bootstrap_servers == "127.0.0.1:8082"
    assert here.service_url("cart") == "http://127.0.0.1:8092"
    assert here.data_dir == Path("var").absolute()


def test_every_port_moves_with_the_gateways() -> None:
    here, there = ports(table(), settings(PORT="8080")), ports(table(), settings(PORT="9080"))
    assert [port + 1000 for port in here] == list(there)


def test_no_two_things_share_a_port() -> None:
    every = [*table().ports.values(), *(pool.metrics_port for pool in table().pools())]
    every += [port for service in table().services for port in (service.port, service.metrics_port)]
    assert len(every) == len(set(every))


def test_a_server_that_is_given_takes_no_port_here() -> None:
    elsewhere = settings(MONGODB_URI="mongodb://db/", KAFKA_BOOTSTRAP_SERVERS="kafka:9092")
    assert set(ports(table(), settings()).values()) - set(ports(table(), elsewhere).values()) == {"mongo", "kafka"}


def test_an_empty_variable_is_as_good_as_none() -> None:
    assert settings(MONGODB_URI="", PORT="") == settings()


def test_a_user_name_alone_means_encrypted_and_plain() -> None:
    kafka = settings(KAFKA_USERNAME="shop", KAFKA_PASSWORD="secret").kafka
    config = kafka.client_config()
    assert (config["security.protocol"], config["sasl.mechanism"]) == ("SASL_SSL", "PLAIN")


def test_no_secret_is_shown() -> None:
    here = settings(KAFKA_PASSWORD="hush-1", INTERNAL_SECRET="hush-2", MONGODB_URI="mongodb://u:hush-3@db/")
    assert "hush" not in repr(here)


def test_two_secrets_are_believed_while_one_replaces_the_other() -> None:
    assert settings(INTERNAL_SECRET="old, new").internal_secrets == ("old", "new")
    with pytest.raises(ValueError, match="one value, or two with a comma"):
        settings(INTERNAL_SECRET="a,b,c")
    with pytest.raises(ValueError, match="INTERNAL_SECRET must be set"):
        settings(ENVIRONMENT="production", INTERNAL_SECRET="new,only-for-this-laptop")


@pytest.mark.parametrize("environment", ["staging", "production"])
def test_the_laptops_secret_is_only_for_the_laptop(environment: str) -> None:
    with pytest.raises(ValueError, match="INTERNAL_SECRET must be set"):
        settings(ENVIRONMENT=environment)
    assert settings(ENVIRONMENT=environment, INTERNAL_SECRET="a real one").environment == environment


def test_answers_outlive_the_dead_letters_that_could_ask_for_them_again() -> None:
    with pytest.raises(ValueError, match="a dead letter that is replayed must find its answer"):
        settings(SAGAS_KEPT_DAYS="30", DEAD_LETTERS_KEPT_DAYS="30")
    assert settings(SAGAS_KEPT_DAYS="44", DEAD_LETTERS_KEPT_DAYS="30").sagas_kept_days == 44
    with pytest.raises(ValueError, match="must be a number of days"):
        settings(SAGAS_KEPT_DAYS="for ever")
