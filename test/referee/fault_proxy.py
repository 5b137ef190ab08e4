"""A proxy between a client and a server of HTTP/1.1 that loses and delays answers: the server has done what it was asked,
and the client does not know. Seeded, so that a run can be had again."""

import asyncio
import random
import threading


class FaultProxy:
    """`faults` maps a part of X-Amz-Target ("ReceiveMessage") to (share lost, share late): of a lost answer the client
    sees a closed connection, a late one comes after `delay` seconds."""

    def __init__(self, port, faults, seed=1, delay=0.2):
        self.target, self.faults, self.random, self.delay = port, faults, random.Random(seed), delay
        self.lost = self.late = self.requests = 0
        self.loop = asyncio.new_event_loop()
        self.thread = threading.Thread(target=self.loop.run_forever, daemon=True)

    def __enter__(self):
        self.thread.start()
        self.server = asyncio.run_coroutine_threadsafe(asyncio.start_server(self.serve, "127.0.0.1", 0), self.loop).result()
        self.port = self.server.sockets[0].getsockname()[1]
        return self

    def __exit__(self, *_):
        def end():
            self.server.close()
            for task in asyncio.all_tasks(self.loop):
                task.cancel()
            self.loop.call_later(0.05, self.loop.stop)
        self.loop.call_soon_threadsafe(end)
        self.thread.join()
        self.loop.close()

    @staticmethod
    async def message(reader):
        """Head and body of a message; None at the end."""
        try:
            head = await reader.readuntil(b"\r\n\r\n")
        except (asyncio.IncompleteReadError, ConnectionError):
            return None
        length = 0
        for line in head.split(b"\r\n"):
            name, _, value = line.partition(b":")
            if name.lower() == b"content-length":
                length = int(value)
            if name.lower() == b"transfer-encoding":
                raise RuntimeError("the proxy knows no chunks")
        return head, await reader.readexactly(length)

    async def serve(self, reader, writer):
        try:
            there_in, there_out = await asyncio.open_connection("127.0.0.1", self.target)
            while (asked := await self.message(reader)) is not None:
                head, body = asked
                self.requests += 1
                there_out.write(head + body)
                answer = await self.message(there_in)
                if answer is None:
                    break
                lost, late = next((share for part, share in self.faults.items() if part.encode() in head), (0, 0))
                chance = self.random.random()
                if chance < lost:
                    self.lost += 1
                    break
                if chance < lost + late:
                    self.late += 1
                    await asyncio.sleep(self.delay)
                writer.write(answer[0] + answer[1])
                await writer.drain()
            there_out.close()
        except (ConnectionError, asyncio.IncompleteReadError, asyncio.CancelledError):
            pass
        finally:
            writer.close()
