"""An embedded Kafka: one KRaft node, broker and controller at once, on one machine only."""

import subprocess
from pathlib import Path

from stack.cache import require_space
from stack.errors import StackError
from stack.jars import kafka_libraries
from stack.java import find_java
from stack.ports import LOOPBACK
from stack.process import ManagedProcess, Program

CLUSTER_ID = "AAAAAAAAQACAAAAAAAAAAQ"
SPACE_NEEDED = 500_000_000
STARTED = b"Kafka Server started"

JAVA_FLAGS = (
    "-Xms64m",
    "-Xmx384m",
    "-XX:+UseSerialGC",
    "-XX:TieredStopAtLevel=1",
    "-XX:-UsePerfData",
    "-Djava.awt.headless=true",
)

SERVER_PROPERTIES = """\
process.roles=broker,controller
node.id=1
listeners=PLAINTEXT://{host}:{port},CONTROLLER://{host}:{controller_port}
advertised.listeners=PLAINTEXT://{host}:{port},CONTROLLER://{host}:{controller_port}
controller.listener.names=CONTROLLER
controller.quorum.bootstrap.servers={host}:{controller_port}
log.dirs={data}
auto.create.topics.enable=false
# a killed broker is back in 5 s; with the default of 9 s it needs 13
broker.session.timeout.ms=2000
broker.heartbeat.interval.ms=500
group.initial.rebalance.delay.ms=0
# one node: one copy of everything, few partitions, small buffers
default.replication.factor=1
offsets.topic.replication.factor=1
offsets.topic.num.partitions=1
transaction.state.log.replication.factor=1
transaction.state.log.min.isr=1
transaction.state.log.num.partitions=1
share.coordinator.state.topic.replication.factor=1
share.coordinator.state.topic.min.isr=1
share.coordinator.state.topic.num.partitions=1
log.cleaner.dedupe.buffer.size=2097152
"""

LOG4J_PROPERTIES = """\
status=error
appender.console.type=Console
appender.console.name=console
appender.console.layout.type=PatternLayout
appender.console.layout.pattern=%d{ISO8601} %p %c{1}: %m%n
rootLogger.level=warn
rootLogger.appenderRef.console.ref=console
logger.started.name=kafka.server.KafkaRaftServer
logger.started.level=info
"""


class Kafka:
    """One Kafka server on a directory and two ports; a later one on the same directory continues with its data."""

    def __init__(self, directory: Path, port: int, controller_port: int, logs: Path | None = None) -> None:
        self.directory = directory
        self.port = port
        self.controller_port = controller_port
        self._java = find_java()
        self._libraries = kafka_libraries()
        self.program = Program(
            name="kafka",
            command=self._command("kafka.Kafka", str(self._properties)),
            prepare=self._prepare,
            ready=self._ready,
            address=self.bootstrap,
            stop_seconds=20,
        )
        self.process = ManagedProcess(self.program, logs or directory / "logs")
        self._log_offset = 0

    @property
    def bootstrap(self) -> str:
        """What clients call `bootstrap_servers`."""
        return f"{LOOPBACK}:{self.port}"

    def start(self) -> None:
        """Start and wait until the broker serves."""
        self.process.start()
        self.process.wait_ready()

    @property
    def _properties(self) -> Path:
        return self.directory / "server.properties"

    @property
    def _data(self) -> Path:
        return self.directory / "data"

    def _command(self, main_class: str, *arguments: str) -> list[str]:
        logging = f"-Dlog4j2.configurationFile={self.directory / 'log4j2.properties'}"
        return [str(self._java), *JAVA_FLAGS, logging, "-cp", f"{self._libraries}/*", main_class, *arguments]

    def _prepare(self) -> None:
        self._data.mkdir(parents=True, exist_ok=True)
        require_space(self.directory, SPACE_NEEDED, "Kafka's data")
        self._properties.write_text(
            SERVER_PROPERTIES.format(
                host=LOOPBACK, port=self.port, controller_port=self.controller_port, data=self._data
            )
        )
        (self.directory / "log4j2.properties").write_text(LOG4J_PROPERTIES)
        if not (self._data / "meta.properties").exists():
            self._format()
        self._log_offset = self.process.log.stat().st_size if self.process.log.exists() else 0

    def _format(self) -> None:
        arguments = "format", "--cluster-id", CLUSTER_ID, "--config", str(self._properties), "--standalone"
        command = self._command("kafka.tools.StorageTool", *arguments)
        result = subprocess.run(command, capture_output=True, text=True, check=False)
        if result.returncode:
            raise StackError(
                f"Kafka could not prepare its folder {self._data}:\n{result.stdout[-800:]}{result.stderr[-800:]}",
                "Choose another folder with --dir, or remove this one if its data is not needed.",
            )

    def _ready(self) -> bool:
        """The port opens a moment before the broker is allowed to serve; only the log tells the difference."""
        if not self.process.log.exists():
            return False
        with self.process.log.open("rb") as log:
            log.seek(self._log_offset)
            return STARTED in log.read()
