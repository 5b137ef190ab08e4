#!/usr/bin/env python3
"""Times in every form, read as botocore reads them: times.py ALOFT_READ_TEXTS."""
import datetime
import itertools
import random
import sys
import warnings

from beside import by_aloft, report

from botocore.utils import parse_to_aware_datetime  # noqa: E402

warnings.simplefilter("ignore")  # about time zones that dateutil does not know


def texts():
    dates = ["2026-02-03", "1994-11-06", "0001-01-01", "9999-12-31", "2024-02-29", "2023-02-29", "2026-13-01", "1969-12-31"]
    clocks = ["04:05:06", "04:05", "00:00:00", "23:59:59", "24:00:00", "04:60", "04:05:06.5", "04:05:06,25",
              "04:05:06.123456", "04:05:06.1234567", "04:05:", "04:05:06."]
    zones = ["", "Z", "z", "+00:00", "-07", "-0700", "-07:00", "+05:30", " UTC", " GMT", "+14:00", "-12:34"]
    for date, between, clock, zone in itertools.product(dates, "T ", clocks, zones):
        yield date + between + clock + zone
    yield from dates
    for clock, zone in itertools.product(["040506", "0405", "235959"], ["", "Z", "+0100", "-07"]):
        yield "20260203T" + clock + zone
    days = ["Tue, 03 Feb 2026", "03 Feb 2026", "3 Feb 2026", "Tuesday, 03-Feb-26", "Tue, 03 Feb 26", "Tue, 31 Feb 2026"]
    for day, clock, zone in itertools.product(days, ["04:05:06", "04:05", "24:05:06"], [" GMT", " UTC", " +0100", " -0000", ""]):
        yield f"{day} {clock}{zone}"
    yield from ["Tue Feb  3 04:05:06 2026", "Tue Feb 13 04:05:06 2026"]
    yield from ["0", "-1", "1700000000", "1700000000.5", "1700000000.123456", "1.7e9", "1.7E9", "+5", "-0.25", "-1.5", "1e3",
                "253402300799", "-62135596800", "nan", "inf", "0x10", "", " ", "yesterday", "now", "7d"]
    chance = random.Random(7)
    for _ in range(2000):
        when = datetime.datetime(1000, 1, 1) + datetime.timedelta(seconds=chance.randrange(0, 280_000_000_000))
        yield when.strftime(chance.choice(["%Y-%m-%dT%H:%M:%SZ", "%a, %d %b %Y %H:%M:%S GMT"])).replace(
            when.strftime("%Y"), f"{when.year:04}", 1)


FIRST, END = -62_135_596_800, 253_402_300_800
EPOCH = datetime.datetime(1970, 1, 1, tzinfo=datetime.timezone.utc)


def by_botocore(text):
    try:
        when = parse_to_aware_datetime(text)
        passed = when - EPOCH
    except (ValueError, OverflowError, RuntimeError, TypeError):
        return {"error": "no time"}
    return {"seconds": passed.days * 86400 + passed.seconds, "microseconds": passed.microseconds}


# What dateutil makes of texts that are no times, and of halves of them, is a guess; aloft does not guess.
STRICTER = {"04:05:", "04:05:06."}


def main():
    all_texts = list(dict.fromkeys(texts()))
    ours = by_aloft({"do": "time", "text": each} for each in all_texts)
    different = []
    for text, mine in zip(all_texts, ours, strict=True):
        theirs = by_botocore(text)
        if mine == theirs or ("error" in mine and any(half in text for half in STRICTER)):
            continue
        if "error" in theirs and "error" not in mine and not FIRST <= mine["seconds"] < END:
            continue  # a year that Python does not have
        different.append((repr(text), f"botocore {theirs}", f"aloft    {mine}"))
    return report(len(all_texts), different)


if __name__ == "__main__":
    sys.exit(main())
