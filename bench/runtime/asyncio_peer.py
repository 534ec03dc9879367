"""The runtime benchmarks in asyncio: `asyncio_peer.py NAME OPERATIONS` prints the nanoseconds they took."""

import asyncio
import sys
import time


async def spawn(n):
    async def work(index):
        return index

    await asyncio.gather(*[work(index) for index in range(n)])


async def future_ping_pong(n):
    loop = asyncio.get_running_loop()
    ping, pong = loop.create_future(), loop.create_future()

    async def left():
        nonlocal ping
        for _ in range(n // 2):
            await ping
            ping = loop.create_future()
            pong.set_result(None)

    async def right():
        nonlocal pong
        for _ in range(n // 2):
            ping.set_result(None)
            await pong
            pong = loop.create_future()

    await asyncio.gather(left(), right())


async def event_ping_pong(n):
    ping, pong = asyncio.Event(), asyncio.Event()

    async def left():
        for _ in range(n // 2):
            await ping.wait()
            ping.clear()
            pong.set()

    async def right():
        for _ in range(n // 2):
            ping.set()
            await pong.wait()
            pong.clear()

    await asyncio.gather(left(), right())


async def queue_hand_off(n):
    queue = asyncio.Queue(1)

    async def producer():
        for index in range(n):
            await queue.put(index)

    async def consumer():
        for _ in range(n):
            await queue.get()

    await asyncio.gather(producer(), consumer())


async def contended_lock(n):
    lock = asyncio.Lock()

    async def worker():
        for _ in range(n // 100):
            async with lock:
                await asyncio.sleep(0)

    await asyncio.gather(*[worker() for _ in range(100)])


async def sleepers(n):
    await asyncio.gather(*[asyncio.sleep(1) for _ in range(n)])


async def cancel(n):
    loop = asyncio.get_running_loop()

    async def parked():
        await loop.create_future()

    tasks = [asyncio.create_task(parked()) for _ in range(n)]
    await asyncio.sleep(0)
    start = time.perf_counter_ns()
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
    return time.perf_counter_ns() - start


async def main():
    start = time.perf_counter_ns()
    own = await globals()[sys.argv[1]](int(sys.argv[2]))
    print(own if own is not None else time.perf_counter_ns() - start)


asyncio.run(main())
