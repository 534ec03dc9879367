"""Starting, naming, finding and awaiting tasks; their contexts and done callbacks."""

import contextvars

from program import *


async def starts_after_the_creator_yields(log):
    tasks = [spawn(sleeper(log, name, 10)) for name in "ABC"]
    log("created")
    await sleep(0)
    log("yielded")
    await ended(*tasks)


async def deliveries_one_by_one(log):
    for name, time in (("A", 30), ("B", 10), ("C", 20)):
        await sleeper(log, name, time)


async def deliveries_together(log):
    tasks = [spawn(sleeper(log, name, time)) for name, time in (("A", 30), ("B", 10), ("C", 20))]
    for task in tasks:
        log("bowl", await task)


async def nested_coroutines_make_no_task(log):
    async def inner():
        log("inner in the same task", asyncio.current_task() is main, len(asyncio.all_tasks()))

    main = asyncio.current_task()
    await inner()


async def current_task_and_all_tasks(log):
    async def child(name):
        log(name, asyncio.current_task().get_name(), len(asyncio.all_tasks()))
        await sleep(10)
        log(name, asyncio.current_task().get_name(), len(asyncio.all_tasks()))

    tasks = [spawn(child("first"), "A"), spawn(child("second"), "B")]
    log("main", len(asyncio.all_tasks()))
    await ended(*tasks)
    log("main", len(asyncio.all_tasks()))


async def child_of_a_child(log):
    async def grandchild():
        await sleep(10)
        log("grandchild ends")
        return "bowl"

    async def child():
        log("child starts")
        task = spawn(grandchild())
        log("child waits")
        return await task

    log("main got", await spawn(child()))


async def result_and_exception(log):
    task = spawn(sleeper(log, "A", 10))
    for ask in (task.result, task.exception):
        try:
            log(ask())
        except Exception as error:
            log("asked too early", error)
    await task
    log(task.done(), task.result(), task.exception())
    failed = spawn(sleeper(log, "B", 10, Boom("b")))
    await ended(failed)
    log(failed.done(), failed.cancelled(), failed.exception())
    try:
        failed.result()
    except Boom as error:
        log("raised", error)


async def result_of_a_cancelled_task(log):
    task = spawn(sleeper(log, "A", 10))
    await sleep(0)
    task.cancel()
    await ended(task)
    for ask in (task.result, task.exception):
        try:
            log(ask())
        except BaseException as error:
            log("raised", error)


async def awaited_twice(log):
    task = spawn(sleeper(log, "A", 10))
    log(await task)
    log(await task)


async def awaited_by_many(log):
    task = spawn(sleeper(log, "A", 10))
    waiters = [spawn(fate(log, name, task)) for name in ("first", "second", "third")]
    await ended(*waiters)


async def error_seen_by_all_who_wait(log):
    task = spawn(sleeper(log, "A", 10, Boom("a")))
    waiters = [spawn(fate(log, name, task)) for name in ("first", "second")]
    await ended(*waiters)
    await fate(log, "late", task)


async def error_passes_through_tasks(log):
    async def inner():
        await sleep(10)
        raise Boom("deep")

    async def outer():
        try:
            await spawn(inner())
        finally:
            log("outer cleans")

    await fate(log, "outer", spawn(outer()))


async def awaiting_oneself(log):
    async def body():
        try:
            await asyncio.current_task()
        except RuntimeError as error:
            log("refused", error)

    await spawn(body())


async def zero_sleeps_take_turns(log):
    async def body(name):
        for round in range(3):
            log(name, round)
            await sleep(0)

    await ended(*[spawn(body(name)) for name in "AB"])


async def timers_in_order_of_time(log):
    async def body(name, time):
        await sleep(time)
        log(name)

    await ended(*[spawn(body(f"{time}", time)) for time in (30, 10, 20, 10, 5)])


async def sleep_gives_its_result(log):
    log(await sleep(10, "bowl"), await sleep(0, "now"), await sleep(-5, "past"))


async def done_callbacks_in_order(log):
    task = spawn(sleeper(log, "A", 10))
    for name in ("first", "second"):
        task.add_done_callback(lambda done, name=name: log(name, done is task, done))
    await task
    log("main")
    await sleep(0)


async def done_callback_on_a_done_task(log):
    task = spawn(sleeper(log, "A", 10))
    await task
    task.add_done_callback(lambda done: log("callback", done))
    log("added")
    await sleep(0)
    log("after")


async def done_callback_before_and_after_the_waiter(log):
    task = spawn(sleeper(log, "A", 10))
    task.add_done_callback(lambda _: log("before"))
    waiter = spawn(fate(log, "waiter", task))
    await sleep(5)
    task.add_done_callback(lambda _: log("after"))
    await waiter
    await sleep(0)


async def removing_done_callbacks(log):
    def callback(_):
        log("never")

    task = spawn(sleeper(log, "A", 10))
    task.add_done_callback(callback)
    task.add_done_callback(callback)
    task.add_done_callback(lambda _: log("kept"))
    log(task.remove_done_callback(callback), task.remove_done_callback(callback))
    await task
    await sleep(0)


async def done_callback_starts_a_task(log):
    later = []
    task = spawn(sleeper(log, "A", 10))
    task.add_done_callback(lambda _: later.append(spawn(sleeper(log, "B", 10))))
    await task
    await sleep(0)
    await later[0]


async def context_is_that_of_the_creation(log):
    table = contextvars.ContextVar("table", default="none")

    async def child(name):
        log(name, table.get())
        table.set(name)
        await sleep(10)
        log(name, table.get())

    table.set("main")
    tasks = [spawn(child("A")), spawn(child("B"))]
    table.set("changed")
    await ended(*tasks)
    log("main", table.get())


async def context_of_a_done_callback(log):
    table = contextvars.ContextVar("table", default="none")
    task = spawn(sleep(10))
    table.set("at the callback")
    task.add_done_callback(lambda _: log(table.get()))
    table.set("later")
    await task
    await sleep(0)


async def eager_runs_to_its_first_wait(log):
    async def body():
        log("begins")
        await sleep(10)
        log("ends")
        return "bowl"

    log("before")
    task = asyncio.Task(body(), loop=asyncio.get_running_loop(), eager_start=True)
    log("after", task.done())
    log(await task)


async def eager_with_nothing_to_wait_for(log):
    async def body():
        log("all at once", asyncio.current_task() is main)
        return "bowl"

    main = asyncio.current_task()
    task = asyncio.Task(body(), loop=asyncio.get_running_loop(), eager_start=True)
    log("after", asyncio.current_task() is main)
    log(await task)


async def eager_that_cancels_itself(log):
    async def body():
        asyncio.current_task().cancel("early")
        await sleep(10)

    task = asyncio.Task(body(), loop=asyncio.get_running_loop(), eager_start=True)
    log("after", task.done(), task.cancelling())
    await fate(log, "task", task)


async def eager_that_fails(log):
    async def body():
        raise Boom("early")

    task = asyncio.Task(body(), loop=asyncio.get_running_loop(), eager_start=True)
    log("after")
    await fate(log, "task", task)


async def producer_and_consumer_by_future(log):
    async def consumer(future):
        log("waits")
        log("got", await future)

    future = forever()
    task = spawn(consumer(future))
    await sleep(10)
    future.set_result("bowl")
    log("set")
    await task


async def ensure_future_of_everything(log):
    task = spawn(sleep(10, "task"))
    future = forever()
    log(asyncio.ensure_future(task) is task, asyncio.ensure_future(future) is future)
    made = asyncio.ensure_future(sleeper(log, "made", 10))
    log(made, await made, await task)


async def sleep_of_no_time_takes_one_round(log):
    async def works():
        log("worker starts")
        spawn(says("child"))
        woken.set_result("news")
        await sleep(0)
        log("worker goes on")
        await sleep(0)
        log("worker goes on again")

    async def waits():
        log("waiter got", await woken)

    async def says(word):
        log(word)

    woken = forever()
    waiter = spawn(waits())
    await sleep(0)
    worker = spawn(works())
    worker.add_done_callback(lambda _: log("worker is done"))
    for n in range(4):
        log("main", n)
        await sleep(0)
    await ended(waiter, worker)


async def sleep_of_no_time_is_cancelled_in_its_place(log):
    async def says(word):
        log(word)

    sleeper = spawn(fate(log, "sleeper", sleep(0)))
    later = spawn(says("started later"))
    await sleep(0)
    sleeper.cancel()
    log("cancelled it")
    last = spawn(says("started last"))
    await ended(sleeper, later, last)


async def eager_cancelled_in_the_step_that_made_it(log):
    async def says(word):
        log(word)

    task = asyncio.Task(sleeper(log, "eager", 10), loop=asyncio.get_running_loop(), eager_start=True)
    log("cancel", task.cancel())
    later = spawn(says("started after it"))
    await ended(task, later)
