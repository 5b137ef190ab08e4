"""The security groups of every region, asked for at once. Run it against AWS, or with --local against the embedded AWS."""

import asyncio
import contextlib
import sys

import aloft
from aloft import testing


async def groups_of(session, region):
    async with session.client("ec2", region_name=region) as ec2:
        pages = ec2.get_paginator("describe_security_groups").paginate()
        return [group async for page in pages for group in page["SecurityGroups"]]


async def main():
    session = aloft.Session(region_name="us-east-1")
    async with session.client("ec2") as ec2:
        regions = [one["RegionName"] for one in (await ec2.describe_regions())["Regions"]]
    everything = await asyncio.gather(*(groups_of(session, region) for region in regions))
    for region, groups in zip(regions, everything):
        for group in groups:
            rules = len(group["IpPermissions"]) + len(group["IpPermissionsEgress"])
            print(f"{region:16} {group['GroupId']:22} {group['GroupName']:20} {rules} rules")
    print(f"{sum(map(len, everything))} groups in {len(regions)} regions")


with testing.LocalAws(seed=True) if "--local" in sys.argv else contextlib.nullcontext():
    asyncio.run(main())
