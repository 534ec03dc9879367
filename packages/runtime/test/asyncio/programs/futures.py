"""A future that is settled by hand."""

from program import *


async def settled_twice(log):
    future = forever()
    future.set_result(1)
    for again in (lambda: future.set_result(2), lambda: future.set_exception(Boom("late"))):
        try:
            again()
        except Exception as error:
            log("refused", error)
    log(future, future.cancel())


async def asked_too_early(log):
    future = forever()
    for ask in (future.result, future.exception):
        try:
            log(ask())
        except Exception as error:
            log("refused", error)
    log(future.done(), future.cancelled())


async def result(log):
    future = forever()
    future.set_result("value")
    log(future.done(), future.cancelled(), future.result(), future.exception(), await future)


async def exception(log):
    future = forever()
    future.set_exception(Boom("f"))
    log(future.done(), future.cancelled(), future.exception())
    await fate(log, "await", future)
    try:
        future.result()
    except Boom as error:
        log("result raised", error)


async def cancelled(log):
    future = forever()
    log(future.cancel("message"), future.cancel("again"), future.done(), future.cancelled())
    await fate(log, "await", future)
    for ask in (future.result, future.exception):
        try:
            log(ask())
        except BaseException as error:
            log(type(error).__name__)
    try:
        future.set_result(1)
    except Exception as error:
        log("refused", error)


async def waiters_wake_in_order(log):
    future = forever()
    waiters = [spawn(fate(log, name, future)) for name in "ABCD"]
    await sleep(10)
    future.set_result("go")
    log("set")
    await ended(*waiters)


async def callbacks_and_waiters_in_order(log):
    future = forever()
    a = spawn(fate(log, "A", future))
    await sleep(0)
    future.add_done_callback(lambda _: log("callback"))
    b = spawn(fate(log, "B", future))
    await sleep(0)
    future.set_result("go")
    await ended(a, b)


async def callbacks_run_in_a_turn_of_their_own(log):
    future = forever()
    future.add_done_callback(lambda done: log("callback", done))
    future.set_result("value")
    log("set")
    await sleep(0)
    log("after")


async def callback_after_cancel(log):
    future = forever()
    future.add_done_callback(lambda done: log("callback", done.cancelled()))
    future.cancel()
    log("cancelled")
    await sleep(0)


async def removed_callbacks(log):
    def one(_):
        log("one")

    def two(_):
        log("two")

    future = forever()
    for callback in (one, two, one):
        future.add_done_callback(callback)
    log(future.remove_done_callback(one), future.remove_done_callback(one))
    future.set_result(None)
    await sleep(0)


async def chain_of_futures(log):
    async def link(name, before, after):
        value = await before
        log(name, value)
        after.set_result(value + 1)

    futures = [forever() for _ in range(4)]
    tasks = [spawn(link(f"link {n}", futures[n], futures[n + 1])) for n in range(3)]
    await sleep(10)
    futures[0].set_result(0)
    log("last", await futures[3])
    await ended(*tasks)


async def settled_in_reverse(log):
    futures = [forever() for _ in range(3)]
    waiters = [spawn(fate(log, f"waiter {n}", future)) for n, future in enumerate(futures)]
    await sleep(10)
    for future in reversed(futures):
        future.set_result("go")
    await ended(*waiters)


async def a_waiter_settles_the_next(log):
    first, second = forever(), forever()

    async def relay():
        log("relay got", await first)
        second.set_result("two")
        await sleep(0)
        log("relay ends")

    async def last():
        log("last got", await second)

    tasks = [spawn(last()), spawn(relay())]
    await sleep(10)
    first.set_result("one")
    await ended(*tasks)
