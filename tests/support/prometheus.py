"""Debian's Prometheus with our own configuration, asked for what it has scraped."""

import math
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import httpx
import yaml

from tests.support.process import ServerProcess, free_port
from tests.support.servers import installed

OURS = Path(__file__).parents[2] / "config" / "observability"
SCRAPED_EVERY = "1s"


class Prometheus:
    """It scrapes these jobs, each at one address, as config/observability/prometheus.yml says but for addresses."""

    def __init__(self, folder: Path, jobs: Mapping[str, str]) -> None:
        settings = yaml.safe_load((OURS / "prometheus.yml").read_text("utf-8"))
        settings["global"] |= {"scrape_interval": SCRAPED_EVERY, "evaluation_interval": SCRAPED_EVERY}
        settings["rule_files"] = [str(OURS / each) for each in settings["rule_files"]]
        known = {each["job_name"]: each for each in settings["scrape_configs"]}
        settings["scrape_configs"] = [
            known[name] | {"static_configs": [{"targets": [address]}]} for name, address in jobs.items()
        ]
        (folder / "prometheus.yml").write_text(yaml.safe_dump(settings), "utf-8")
        self.url = f"http://127.0.0.1:{free_port()}"
        options = {
            "config.file": folder / "prometheus.yml",
            "storage.tsdb.path": folder / "prometheus",
            "web.listen-address": self.url.removeprefix("http://"),
        }
        program = installed("prometheus", "run ci/setup")
        command = [program, *(f"--{name}={value}" for name, value in options.items())]
        self.process = ServerProcess("prometheus", command, self._is_ready, folder / "prometheus.log")

    def values(self, query: str, by: str) -> dict[str, float]:
        """Of an instant query: one label's value → the number."""
        return {each["metric"].get(by, ""): float(each["value"][1]) for each in self._asked("query", query=query)}

    def numbers(self, query: str) -> list[float]:
        """What an instant query finds, but for what is no number: of 0 / 0 a panel shows nothing."""
        found = [float(each["value"][1]) for each in self._asked("query", query=query)]
        return [number for number in found if not math.isnan(number)]

    def labels(self, name: str) -> set[str]:
        """What series of this name are told apart by, but for what Prometheus adds itself."""
        found: list[dict[str, str]] = self._asked("series", **{"match[]": name})
        return {label for series in found for label in series} - {"__name__", "job", "instance"}

    def names(self) -> set[str]:
        return {name for name in self._asked("label/__name__/values") if not re.match("ALERTS|scrape_", name)}

    def _asked(self, what: str, **parameters: str) -> Any:
        answer = httpx.get(f"{self.url}/api/v1/{what}", params=parameters, timeout=10).raise_for_status().json()
        data = answer["data"]
        return data["result"] if what == "query" else data

    def _is_ready(self) -> bool:
        try:
            return httpx.get(f"{self.url}/-/ready").is_success
        except httpx.TransportError:
            return False
