"""What every program imports; the names are those of `recorded.ts` and of Baedal."""

import asyncio

from record import Boom, state, text

__all__ = ["Boom", "asyncio", "block", "ended", "fate", "forever", "sleep", "sleeper", "spawn", "state", "text"]


def sleep(milliseconds, result=None):
    return asyncio.sleep(milliseconds / 1000, result)


def block(milliseconds):
    """Blocks the thread, as `time.sleep` would."""
    asyncio.get_running_loop()._now += milliseconds / 1000


def spawn(coroutine, name=None):
    return asyncio.create_task(coroutine, name=name)


def forever():
    """A wait that nothing ends but a cancellation."""
    return asyncio.get_running_loop().create_future()


async def fate(log, name, awaitable):
    """Awaits and logs what came of it."""
    try:
        log(name, "gave", await awaitable)
    except BaseException as error:
        log(name, "threw", error)


async def sleeper(log, name, milliseconds, error=None):
    """Logs its start, its end and its cancellation; returns its name or raises."""
    log(name, "starts")
    try:
        await sleep(milliseconds)
    except asyncio.CancelledError as cancelled:
        log(name, "cancelled", cancelled)
        raise
    log(name, "ends")
    if error is not None:
        raise error
    return name


async def ended(*tasks):
    """Waits until all are done, whatever came of them."""
    await asyncio.wait(tasks)
