"""An object written and read without asyncio, and with it."""

import asyncio
import os
import sys

import aloft
import aloft.sync

bucket = os.environ.get("BUCKET") or sys.exit("set BUCKET to the name of a bucket of yours (and AWS_ENDPOINT_URL for a server of yours)")
s3 = aloft.sync.client("s3")
s3.put_object(Bucket=bucket, Key="greeting", Body=b"hello")
print(s3.get_object(Bucket=bucket, Key="greeting")["Body"].read())


async def main():
    async with aloft.client("s3") as s3:
        async with (await s3.get_object(Bucket=bucket, Key="greeting"))["Body"] as body:
            async for piece in body.iter_chunks():
                print(piece)


asyncio.run(main())
