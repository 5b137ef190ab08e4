"""Many calls at once, with a limit, in order."""

import asyncio

from . import session as _session

__all__ = ["gather", "over_regions"]


async def gather(calls, limit=64, return_exceptions=False):
    """The results of coroutines in their order. `calls` may be lazy: no more than `limit` are under way. The first that
    fails ends the others, unless exceptions are to be returned."""
    calls, results, running = iter(calls), [], set()
    over = False

    async def run(index, call):
        results[index] = await call

    try:
        while True:
            while not over and len(running) < limit:
                call = next(calls, None)
                if call is None:
                    over = True
                    break
                results.append(None)
                running.add(asyncio.ensure_future(run(len(results) - 1, _kept(call) if return_exceptions else call)))
            if not running:
                return results
            ended, running = await asyncio.wait(running, return_when=asyncio.FIRST_COMPLETED)
            for one in ended:
                one.result()
    finally:
        for one in running:
            one.cancel()
        await asyncio.gather(*running, return_exceptions=True)


async def _kept(call):
    try:
        return await call
    except asyncio.CancelledError:
        raise
    except Exception as failure:
        return failure


async def over_regions(service, method, regions=None, profiles=None, session=None, limit=64, return_exceptions=True, **parameters):
    """One call in many regions, and for many profiles: {region: answer}, or {(profile, region): answer} where profiles are
    given. `regions` None: those that the account has enabled (EC2's DescribeRegions). Failures stand in their place."""
    base = session or _session.Session()
    sessions = {None: base} if profiles is None else {name: _session.Session(profile_name=name) for name in profiles}
    keys, calls = [], []
    for profile, of in sessions.items():
        wanted = regions
        if wanted is None:
            async with of.client("ec2", region_name=of.region_name or "us-east-1") as ec2:
                wanted = [one["RegionName"] for one in (await ec2.describe_regions())["Regions"]]
        for region in wanted:
            keys.append(region if profile is None else (profile, region))
            calls.append((of, region))
    answers = await gather((getattr(of.client(service, region_name=region), method)(**parameters) for of, region in calls), limit,
                           return_exceptions)
    return dict(zip(keys, answers))
