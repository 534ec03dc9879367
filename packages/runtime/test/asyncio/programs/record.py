"""Records what real asyncio does: runs the programs of each topic and writes their logs beside them.

    python3.14 record.py            # all topics; 3.13 will do
    python3.14 record.py gather     # one

The logs come from CPython 3.14.2, but those of the last programs of gather, locks, run, semaphores, taskgroups, tasks, timeouts
and wait, 20 in all, were added later and come from 3.13.0, which gives all the others unchanged.

Time is virtual: the loop jumps to the next deadline, so that every run gives the same log. A line is `[milliseconds] words`;
`text` says how values are written, and `recorded.ts` writes them the same.
"""

import asyncio
import importlib
import inspect
import itertools
import pathlib
import sys

HERE = pathlib.Path(__file__).parent
TOPICS = sorted(p.stem for p in HERE.glob("*.py") if p.stem not in ("record", "program"))


class VirtualLoop(asyncio.BaseEventLoop):
    """An event loop without I/O whose clock jumps to the next deadline."""

    def __init__(self):
        super().__init__()
        self._selector = self
        self._now = 0.0

    def time(self):
        return self._now

    def select(self, timeout):
        if timeout is None:
            raise RuntimeError("deadlock: nothing can wake the tasks")
        if timeout > 0:
            self._now = max(self._now, self._scheduled[0]._when)
        return []

    def _process_events(self, events):
        pass

    def _write_to_self(self):
        pass


class NumberedTask(asyncio.Task):
    """A task whose hash is its number, so that asyncio's sets of tasks go in the order of their creation."""

    def __init__(self, *args, number, **options):
        self._number = number  # first: 3.13 asks for the hash while the task is made
        super().__init__(*args, **options)

    def __hash__(self):
        return self._number


class Boom(Exception):
    """The error that the programs throw."""


def text(value):
    if value is None:
        return "none"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (list, tuple)):
        return "[" + ", ".join(map(text, value)) + "]"
    if isinstance(value, BaseExceptionGroup):
        return "ExceptionGroup" + text(list(value.exceptions))
    if isinstance(value, (Boom, asyncio.CancelledError)) and value.args and value.args[0]:
        return f"{type(value).__name__}({value.args[0]})"
    if isinstance(value, BaseException):
        return type(value).__name__
    if isinstance(value, asyncio.Future):
        return state(value)
    return str(value)


def state(future):
    """How a future stands, without retrieving it twice."""
    if not future.done():
        return "pending"
    if future.cancelled():
        return "cancelled"
    error = future.exception()
    return f"result {text(future.result())}" if error is None else f"error {text(error)}"


class Log:
    def __init__(self):
        self.lines = []
        self.loop = None

    def __call__(self, *words):
        at = 0 if self.loop is None else round(self.loop.time() * 1000)
        self.lines.append(f"[{at}] " + " ".join(map(text, words)))


def run_on(log):
    """`asyncio.run` on a virtual loop, whose end is logged."""

    def run(main):
        def loop_factory():
            log.loop = VirtualLoop()
            numbers = itertools.count()
            log.loop.set_task_factory(
                lambda loop, coro, **options: NumberedTask(coro, loop=loop, number=next(numbers), **options)
            )
            # Only what `run` itself reports: leftovers that fail while they are cancelled.
            log.loop.set_exception_handler(lambda loop, c: log("unhandled", c.get("exception")))
            return log.loop

        try:
            with asyncio.Runner(loop_factory=loop_factory) as runner:
                result = runner.run(main)
        except BaseException as error:
            log("run raised", error)
        else:
            log("run returned", result)

    return run


def record(topic):
    module = importlib.import_module(topic)
    sections = []
    for name, program in vars(module).items():
        if name.startswith("_") or not inspect.isfunction(program) or program.__module__ != topic:
            continue
        log = Log()
        run = run_on(log)
        if inspect.iscoroutinefunction(program):
            run(program(log))
        else:
            program(log, run)
        sections.append("\n".join([f"== {name}", *log.lines, ""]))
    (HERE / f"{topic}.log").write_text("\n".join(sections))
    print(f"{topic}: {len(sections)} programs")


if __name__ == "__main__":
    assert sys.version_info[:2] in ((3, 13), (3, 14)), "the logs must come from CPython 3.14 or 3.13"
    sys.path.insert(0, str(HERE))
    # The programs import this module by its name, and must meet the same classes.
    recorder = importlib.import_module("record")
    for topic in sys.argv[1:] or TOPICS:
        recorder.record(topic)
