"""`asyncio.shield`."""

from program import *


async def result_comes_through(log):
    log(await asyncio.shield(sleeper(log, "A", 10)))


async def error_comes_through(log):
    await fate(log, "shield", asyncio.shield(sleeper(log, "A", 10, Boom("a"))))


async def the_waiter_is_cancelled(log):
    inner = spawn(sleeper(log, "inner", 20))
    waiter = spawn(fate(log, "waiter", asyncio.shield(inner)))
    await sleep(10)
    log(waiter.cancel("waiter"))
    await ended(waiter)
    log("inner", inner.done(), inner.cancelling())
    log(await inner)


async def the_shield_is_cancelled(log):
    inner = spawn(sleeper(log, "inner", 20))
    outer = asyncio.shield(inner)
    await sleep(10)
    log(outer.cancel(), outer.cancelled(), inner.done())
    await fate(log, "outer", outer)
    log(await inner)


async def the_inner_is_cancelled(log):
    inner = spawn(sleeper(log, "inner", 20))
    outer = asyncio.shield(inner)
    await sleep(10)
    inner.cancel("inner")
    await fate(log, "outer", outer)
    log(outer.cancelled())


async def of_something_done(log):
    inner = spawn(sleep(10, "bowl"))
    await inner
    outer = asyncio.shield(inner)
    log(outer.done(), outer is inner, await outer)


async def of_a_shield(log):
    inner = spawn(sleeper(log, "inner", 20))
    waiter = spawn(fate(log, "waiter", asyncio.shield(asyncio.shield(inner))))
    await sleep(10)
    waiter.cancel()
    await ended(waiter)
    log(await inner)


async def in_a_gather(log):
    inner = spawn(sleeper(log, "inner", 20))
    outer = asyncio.gather(asyncio.shield(inner), sleeper(log, "B", 30))
    await sleep(10)
    outer.cancel()
    await fate(log, "gather", outer)
    log(await inner)


async def waits_on_after_the_cancellation(log):
    async def body():
        saving = spawn(sleeper(log, "saving", 20))
        try:
            await asyncio.shield(saving)
        except asyncio.CancelledError:
            log("cancelled, but saving first")
            await saving
            raise

    task = spawn(body())
    await sleep(10)
    task.cancel()
    await fate(log, "task", task)


async def done_and_cancelled_in_one_turn(log):
    future = forever()
    waiter = spawn(fate(log, "waiter", asyncio.shield(future)))
    await sleep(10)
    future.set_result("value")
    waiter.cancel("late")
    await ended(waiter)
    log(future)


async def in_a_timeout(log):
    inner = spawn(sleeper(log, "inner", 20))

    async def body():
        async with asyncio.timeout(0.01):
            await asyncio.shield(inner)

    await fate(log, "timeout", body())
    log(await inner)
