"""Pages of answers, by the service's model, with botocore's names, cuts and resume tokens."""

import asyncio
import base64
import itertools
import json

from . import _core
from . import exceptions as e


class Expression:
    """A JMESPath expression that results are found by."""

    def __init__(self, text):
        self.expression = text

    def search(self, page):
        """What it selects. Paths of names, the usual ones, give the page's own objects."""
        if self.expression.replace(".", "").replace("_", "").isalnum():
            for name in self.expression.split("."):
                page = page.get(name) if isinstance(page, dict) else None
            return page
        return _core.search(self.expression, page)

    def set(self, page, value):
        """Puts a value where a path of names leads."""
        *way, last = self.expression.split(".")
        for name in way:
            page = page.setdefault(name, {})
            if page is None:
                return
        page[last] = value

    def __repr__(self):
        return self.expression


def encode_token(token):
    """A token as text."""
    plain = {name: {"b64": base64.b64encode(value).decode()} if isinstance(value, bytes) else value for name, value in token.items()}
    binary = [[name] for name, value in token.items() if isinstance(value, bytes)]
    if binary:
        plain = {name: value["b64"] if [name] in binary else value for name, value in plain.items()}
        plain["boto_encoded_keys"] = binary
    return base64.b64encode(json.dumps(plain).encode()).decode()


def decode_token(text):
    """The token that a text says; ValueError and TypeError for others."""
    token = json.loads(base64.b64decode(text.encode()).decode())
    if not isinstance(token, dict):
        raise ValueError(text)
    for way in token.pop("boto_encoded_keys", []):
        token[way[0]] = base64.b64decode(token[way[0]])
    return token


class _Pages:
    """One pass over pages, as steps: ("call", parameters) wants the answer sent in, ("page", answer) is a page."""

    def __init__(self, pages, client, operation, config, kwargs):
        self._client, self._operation, self._kwargs = client, operation, kwargs
        self._inputs = pages["input_token"]
        self._outputs = [Expression(text) for text in pages["output_token"]]
        self._more = Expression(pages["more_results"]) if pages["more_results"] else None
        self.result_keys = [Expression(text) for text in pages["result_key"]] or [Expression("ResponseMetadata.HTTPStatusCode.none")]
        self._constant = [Expression(text) for text in pages["non_aggregate_keys"]]
        self._limit = pages["limit_key"] or None
        self._most = config.get("MaxItems")
        self._most = int(self._most) if self._most is not None else None
        self._page_size = config.get("PageSize")
        if self._page_size is not None:
            if self._limit is None:
                raise e.make(e.PaginationError, message="PageSize parameter is not supported for the pagination interface for this operation.")
            shapes = operation.shapes
            limit = shapes[operation.input_name]["members"][self._limit]["shape"]
            self._page_size = str(self._page_size) if shapes[limit]["type"] == "string" else int(self._page_size)
        self._start = config.get("StartingToken")
        self.resume_token = None
        self.non_aggregate_part = {}

    def _started(self):
        """(token, rows of the first page to leave out)"""
        if self._start is None:
            return {name: None for name in self._inputs}, 0
        try:
            token = decode_token(self._start)
            skip = token.pop("boto_truncate_amount", 0)
        except (ValueError, TypeError, UnicodeError):
            parts, skip = self._start.strip().split("___"), 0
            if len(parts) == len(self._inputs) + 1 and parts[-1].isdigit():
                skip = int(parts.pop())
            if len(parts) != len(self._inputs):
                raise ValueError(f"Bad starting token: {self._start}") from None
            token = {name: None if part == "None" else part for name, part in zip(self._inputs, parts)}
        return token, skip

    def _with_token(self, kwargs, token):
        for name, value in token.items():
            if value is not None and value != "None":
                kwargs[name] = value
            else:
                kwargs.pop(name, None)

    def steps(self):
        kwargs = dict(self._kwargs)
        token, skip = self._started()
        if self._start is not None:
            self._with_token(kwargs, token)
        if self._page_size is not None:
            kwargs[self._limit] = self._page_size
        primary, total, before, first = self.result_keys[0], 0, None, True
        while True:
            page = yield "call", dict(kwargs)
            if first:
                if self._start is not None:
                    self._cut_front(page, primary, skip)
                for expression in self._constant:
                    expression.set(self.non_aggregate_part, expression.search(page))
            else:
                skip = 0
            first = False
            rows = primary.search(page) or []
            count = len(rows) if isinstance(rows, (list, str, dict)) else 0
            excess = total + count - self._most if self._most is not None else 0
            if excess > 0:
                keep = count - excess
                primary.set(page, rows[:keep])
                token["boto_truncate_amount"] = keep + skip
                self.resume_token = encode_token(token)
                yield "page", page
                return
            yield "page", page
            total += count
            token = self._next_token(page)
            if all(value is None for value in token.values()):
                return
            if self._most is not None and total == self._most:
                self.resume_token = encode_token(token)
                return
            if before is not None and before == token:
                raise e.make(e.PaginationError, message=f"The same next token was received twice: {token}")
            self._with_token(kwargs, token)
            before = token

    def _cut_front(self, page, primary, skip):
        rows = primary.search(page)
        primary.set(page, rows[skip:] if isinstance(rows, (list, str)) else None)
        for other in self.result_keys[1:]:
            sample = other.search(page)
            empty = [] if isinstance(sample, list) else "" if isinstance(sample, str) else sample if isinstance(sample, (int, float)) else None
            other.set(page, empty)

    def _next_token(self, page):
        if self._more is not None and not self._more.search(page):
            return {}
        return {name: expression.search(page) or None for expression, name in zip(self._outputs, self._inputs)}

    def _add(self, whole, page):
        for expression in self.result_keys:
            came = expression.search(page)
            if came is None:
                continue
            had = expression.search(whole)
            if had is None:
                expression.set(whole, came)
            elif isinstance(came, list):
                had.extend(came)
            elif isinstance(came, dict):
                had.update(came)
            else:
                expression.set(whole, had + came)

    def _whole(self, whole):
        for name, value in self.non_aggregate_part.items():
            if isinstance(value, dict) and isinstance(whole.get(name), dict):
                whole[name] = {**value, **whole[name]}
            else:
                whole[name] = value
        if self.resume_token is not None:
            whole["NextToken"] = self.resume_token
        return whole


class PageIterator(_Pages):
    """Pages for asyncio: `async for page in …`."""

    async def __aiter__(self):
        steps, answer = self.steps(), None
        try:
            while True:
                what, said = steps.send(answer)
                if what == "call":
                    answer = await self._client._make_api_call(self._operation.name, said)
                else:
                    answer = None
                    yield said
        except StopIteration:
            return

    def result_key_iters(self):
        """An async iterator for each result key, all of them over the same pages."""
        shared = _Shared(self)
        return [ResultKeyIterator(shared, key) for key in self.result_keys]

    async def search(self, expression):
        """What the expression selects in each page; lists row by row."""
        async for page in self:
            found = _core.search(expression, page)
            if isinstance(found, list):
                for row in found:
                    yield row
            else:
                yield found

    async def build_full_result(self):
        """All pages as one answer."""
        whole = {}
        async for page in self:
            self._add(whole, page)
        return self._whole(whole)


class _Shared:
    """Pages that several iterators read, asked for once."""

    def __init__(self, pages):
        self._pages, self._came, self._lock = pages.__aiter__(), [], asyncio.Lock()

    async def page(self, number):
        async with self._lock:
            while len(self._came) <= number:
                self._came.append(await self._pages.__anext__())
        return self._came[number]


class ResultKeyIterator:
    """The rows of one result key."""

    def __init__(self, shared, result_key):
        self._shared, self.result_key = shared, result_key

    async def __aiter__(self):
        number = 0
        while True:
            try:
                page = await self._shared.page(number)
            except StopAsyncIteration:
                return
            number += 1
            for row in self.result_key.search(page) or []:
                yield row


class SyncPageIterator(_Pages):
    """Pages for code that waits."""

    def __iter__(self):
        steps, answer = self.steps(), None
        try:
            while True:
                what, said = steps.send(answer)
                if what == "call":
                    answer = self._client._make_api_call(self._operation.name, said)
                else:
                    answer = None
                    yield said
        except StopIteration:
            return

    def result_key_iters(self):
        """An iterator for each result key, all of them over the same pages."""
        copies = itertools.tee(self, len(self.result_keys))
        return [(row for page in pages for row in key.search(page) or []) for pages, key in zip(copies, self.result_keys)]

    def search(self, expression):
        """What the expression selects in each page; lists row by row."""
        for page in self:
            found = _core.search(expression, page)
            if isinstance(found, list):
                yield from found
            else:
                yield found

    def build_full_result(self):
        """All pages as one answer."""
        whole = {}
        for page in self:
            self._add(whole, page)
        return self._whole(whole)


class Paginator:
    """`client.get_paginator(…)`."""

    _iterator = PageIterator

    def __init__(self, client, method):
        self._client = client
        self._operation = client._service.operation(client._service.methods[method])

    @property
    def result_keys(self):
        """What pages are read for."""
        return [Expression(text) for text in self._operation.pages["result_key"]]

    def paginate(self, **kwargs):
        """The pages; `PaginationConfig` has MaxItems, PageSize and StartingToken."""
        config = kwargs.pop("PaginationConfig", None) or {}
        return self._iterator(self._operation.pages, self._client, self._operation, config, kwargs)


class SyncPaginator(Paginator):
    """The same for code that waits."""

    _iterator = SyncPageIterator
