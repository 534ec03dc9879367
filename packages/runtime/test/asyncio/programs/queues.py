"""Queue, LifoQueue and PriorityQueue."""

from program import *


async def in_and_out(log):
    queue = asyncio.Queue()
    for n in range(3):
        await queue.put(n)
    log(queue.qsize(), queue.empty(), queue.full())
    log(await queue.get(), queue.get_nowait(), await queue.get())
    log(queue.qsize(), queue.empty())


async def last_in_first_out(log):
    queue = asyncio.LifoQueue()
    for n in (2, 1, 3):
        await queue.put(n)
    log([queue.get_nowait() for _ in range(3)])


async def smallest_first(log):
    queue = asyncio.PriorityQueue()
    for n in (2, 1, 3, 1):
        await queue.put(n)
    log([queue.get_nowait() for _ in range(4)])


async def smallest_tuple_first(log):
    queue = asyncio.PriorityQueue()
    for item in ((2, "b"), (1, "z"), (2, "a"), (10, "c")):
        queue.put_nowait(item)
    log([queue.get_nowait() for _ in range(4)])


async def nothing_there(log):
    queue = asyncio.Queue()
    try:
        queue.get_nowait()
    except asyncio.QueueEmpty as error:
        log(error)


async def no_room(log):
    queue = asyncio.Queue(1)
    queue.put_nowait(1)
    log(queue.full(), queue.maxsize)
    try:
        queue.put_nowait(2)
    except asyncio.QueueFull as error:
        log(error)


async def getters_in_order(log):
    queue = asyncio.Queue()
    getters = [spawn(fate(log, name, queue.get())) for name in "ABC"]
    await sleep(10)
    for n in range(3):
        queue.put_nowait(n)
    log("put", queue.qsize())
    await ended(*getters)


async def putters_in_order(log):
    queue = asyncio.Queue(1)
    putters = []
    for name in "ABC":

        async def putter(name=name):
            await queue.put(name)
            log(name, "put")

        putters.append(spawn(putter()))
    await sleep(10)
    for _ in range(3):
        log("got", await queue.get())
        await sleep(10)
    await ended(*putters)


async def producer_and_consumer(log):
    queue = asyncio.Queue(2)

    async def producer():
        for n in range(5):
            await queue.put(n)
            log("put", n)
        await queue.put(None)

    async def consumer():
        while (item := await queue.get()) is not None:
            log("got", item)
            await sleep(10)

    await ended(spawn(producer()), spawn(consumer()))


async def workers_share_the_work(log):
    queue = asyncio.Queue()
    for n in range(6):
        queue.put_nowait(n)

    async def worker(name, time):
        while True:
            item = await queue.get()
            log(name, "takes", item)
            await sleep(time)
            queue.task_done()

    workers = [spawn(worker("A", 10)), spawn(worker("B", 25))]
    await queue.join()
    log("all done")
    for worker_task in workers:
        worker_task.cancel()
    await ended(*workers)


async def getter_cancelled(log):
    queue = asyncio.Queue()
    getters = [spawn(fate(log, name, queue.get())) for name in "AB"]
    await sleep(10)
    getters[0].cancel("A")
    await sleep(10)
    queue.put_nowait("item")
    await ended(*getters)
    log(queue.qsize())


async def getter_woken_then_cancelled(log):
    queue = asyncio.Queue()
    getters = [spawn(fate(log, name, queue.get())) for name in "AB"]
    await sleep(10)
    queue.put_nowait("item")
    getters[0].cancel("late")
    await ended(*getters)
    log(queue.qsize())


async def getter_woken_then_cancelled_and_nobody_waits(log):
    queue = asyncio.Queue()
    getter = spawn(fate(log, "getter", queue.get()))
    await sleep(10)
    queue.put_nowait("item")
    getter.cancel("late")
    await ended(getter)
    log(queue.qsize(), queue.get_nowait())


async def putter_cancelled(log):
    queue = asyncio.Queue(1)
    queue.put_nowait(0)
    putters = [spawn(fate(log, name, queue.put(name))) for name in "AB"]
    await sleep(10)
    putters[0].cancel("A")
    await sleep(10)
    log("got", queue.get_nowait())
    await ended(*putters)
    log("got", queue.get_nowait(), queue.qsize())


async def putter_woken_then_cancelled(log):
    queue = asyncio.Queue(1)
    queue.put_nowait(0)
    putters = [spawn(fate(log, name, queue.put(name))) for name in "AB"]
    await sleep(10)
    log("got", queue.get_nowait())
    putters[0].cancel("late")
    await ended(*putters)
    log("got", queue.get_nowait(), queue.qsize())


async def get_with_a_timeout(log):
    queue = asyncio.Queue()
    await fate(log, "get", asyncio.wait_for(queue.get(), 0.01))
    queue.put_nowait("item")
    await fate(log, "get", asyncio.wait_for(queue.get(), 0.01))


async def join_waits_for_every_item(log):
    queue = asyncio.Queue()
    for n in range(2):
        queue.put_nowait(n)
    joiner = spawn(fate(log, "join", queue.join()))
    for _ in range(2):
        await sleep(10)
        queue.get_nowait()
        log("taken", joiner.done())
        await sleep(10)
        queue.task_done()
        log("done", joiner.done())
    await ended(joiner)
    await queue.join()
    log("joined at once")


async def done_too_often(log):
    queue = asyncio.Queue()
    queue.put_nowait(1)
    queue.get_nowait()
    queue.task_done()
    try:
        queue.task_done()
    except ValueError:
        log("refused")


async def shut_down_and_drained(log):
    queue = asyncio.Queue()
    for n in range(2):
        queue.put_nowait(n)
    queue.shutdown()
    await fate(log, "put", queue.put(3))
    for _ in range(3):
        await fate(log, "get", queue.get())


async def shut_down_at_once(log):
    queue = asyncio.Queue()
    for n in range(2):
        queue.put_nowait(n)
    joiner = spawn(fate(log, "join", queue.join()))
    await sleep(10)
    queue.shutdown(immediate=True)
    await fate(log, "get", queue.get())
    await ended(joiner)
    log(queue.qsize())


async def shut_down_wakes_getters(log):
    queue = asyncio.Queue()
    getters = [spawn(fate(log, name, queue.get())) for name in "AB"]
    await sleep(10)
    queue.shutdown()
    await ended(*getters)


async def shut_down_wakes_putters(log):
    queue = asyncio.Queue(1)
    queue.put_nowait(0)
    putters = [spawn(fate(log, name, queue.put(name))) for name in "AB"]
    await sleep(10)
    queue.shutdown()
    await ended(*putters)
    log("got", await queue.get())
    await fate(log, "get", queue.get())


async def shut_down_without_waiting(log):
    queue = asyncio.Queue()
    queue.shutdown()
    for call in (lambda: queue.put_nowait(1), queue.get_nowait):
        try:
            call()
        except Exception as error:
            log(error)


async def shut_down_and_joined(log):
    queue = asyncio.Queue()
    queue.put_nowait(1)
    joiner = spawn(fate(log, "join", queue.join()))
    await sleep(10)
    queue.shutdown()
    await sleep(10)
    log("still", joiner.done())
    log(await queue.get())
    queue.task_done()
    await ended(joiner)


async def getters_of_a_priority_queue(log):
    queue = asyncio.PriorityQueue()
    getters = [spawn(fate(log, name, queue.get())) for name in "AB"]
    await sleep(10)
    queue.put_nowait(2)
    queue.put_nowait(1)
    await ended(*getters)


async def full_priority_queue(log):
    queue = asyncio.PriorityQueue(1)
    queue.put_nowait(5)
    putter = spawn(fate(log, "put", queue.put(1)))
    await sleep(10)
    log("got", await queue.get())
    await ended(putter)
    log("got", await queue.get())


async def pipeline(log):
    first, second = asyncio.Queue(1), asyncio.Queue(1)

    async def source():
        for n in range(3):
            await first.put(n)
        await first.put(None)

    async def double():
        while (item := await first.get()) is not None:
            await sleep(10)
            await second.put(item * 2)
        await second.put(None)

    async def sink():
        while (item := await second.get()) is not None:
            log("sink", item)

    await ended(spawn(source()), spawn(double()), spawn(sink()))


async def getter_woken_goes_on_in_its_place(log):
    queue = asyncio.Queue()

    async def says(word):
        log(word)

    getters = [spawn(fate(log, name, queue.get())) for name in "AB"]
    await sleep(10)
    queue.put_nowait(1)
    first = spawn(says("started after the first item"))
    queue.put_nowait(2)
    second = spawn(says("started after the second item"))
    log("producer goes on")
    await ended(*getters, first, second)


async def putter_woken_goes_on_in_its_place(log):
    queue = asyncio.Queue(1)
    queue.put_nowait(0)

    async def says(word):
        log(word)

    putter = spawn(fate(log, "putter", queue.put(1)))
    await sleep(10)
    log("got", queue.get_nowait())
    later = spawn(says("started after it"))
    await ended(putter, later)
    log("got", queue.get_nowait())


async def getter_woken_and_cancelled_throws_in_its_place(log):
    queue = asyncio.Queue()

    async def says(word):
        log(word)

    getters = [spawn(fate(log, name, queue.get())) for name in "ABCD"]
    await sleep(10)
    for n in range(3):
        queue.put_nowait(n)
    getters[0].cancel()
    getters[1].cancel()
    later = spawn(says("started after them"))
    log("in it", queue.qsize())
    await ended(*getters, later)
    log("in it", queue.qsize())


async def putter_woken_and_cancelled_throws_in_its_place(log):
    queue = asyncio.Queue(2)
    queue.put_nowait(0)
    queue.put_nowait(1)

    async def says(word):
        log(word)

    putters = [spawn(fate(log, name, queue.put(name))) for name in "ABC"]
    await sleep(10)
    queue.get_nowait()
    queue.get_nowait()
    putters[0].cancel()
    later = spawn(says("started after them"))
    await ended(*putters, later)
    log("in it", [queue.get_nowait() for _ in range(queue.qsize())])


async def getter_learns_of_the_shutdown_in_its_place(log):
    queue = asyncio.Queue()

    async def says(word):
        log(word)

    getters = [spawn(fate(log, name, queue.get())) for name in "ABC"]
    await sleep(10)
    queue.put_nowait(1)
    before = spawn(says("started before the shutdown"))
    queue.shutdown()
    after = spawn(says("started after the shutdown"))
    getters[2].cancel()
    log("in it", queue.qsize())
    await ended(*getters, before, after)


async def putter_learns_of_the_shutdown_in_its_place(log):
    queue = asyncio.Queue(1)
    queue.put_nowait(0)

    async def says(word):
        log(word)

    putters = [spawn(fate(log, name, queue.put(name))) for name in "AB"]
    await sleep(10)
    queue.get_nowait()
    before = spawn(says("started before the shutdown"))
    queue.shutdown()
    log("in it", queue.qsize())
    await ended(*putters, before)
    log("in it", queue.qsize())
