"""Batches of invocations, against a server that runs the functions' code."""

import base64
import io
import json
import zipfile

from case import Case

CODE = """
import time

def handler(event, context):
    print("asked for", event["n"])
    time.sleep(0.03 * (event["n"] % 3))
    if event["n"] == 5:
        raise KeyError("five")
    return {"doubled": 2 * event["n"], "text": event.get("text")}
"""


class LambdaBatch(Case):
    @classmethod
    def setUpClass(cls):
        buffer = io.BytesIO()
        with zipfile.ZipFile(buffer, "w") as made:
            made.writestr("index.py", CODE)
        code = json.dumps({"ZipFile": base64.b64encode(buffer.getvalue()).decode()})
        made = cls.aloft("lambda", "create-function", "--function-name", "double", "--runtime", "python3.12", "--role",
                         "arn:aws:iam::000000000000:role/runs", "--handler", "index.handler", "--code", code)
        assert made.code == 0, made.err

    def batch(self, lines, *options):
        done = self.aloft("lambda", "batch", "--function", "double", *options, stdin="".join(line + "\n" for line in lines).encode())
        return done, [json.loads(line) for line in done.out.splitlines()]

    def test_results_are_in_order_and_a_fault_is_one_of_its_line(self):
        text = "äé€ 'x' \U0001f600"
        done, results = self.batch([json.dumps({"n": n, "text": text}) for n in range(1, 13)], "--parallel", "4")
        self.assertEqual(done.code, 1, done.err)
        self.assertEqual([one["line"] for one in results], list(range(1, 13)))
        for one in results:
            if one["line"] == 5:
                self.assertFalse(one["ok"])
                # AWS names the exception's class, MiniStack all of them alike.
                self.assertIn(one["fault"]["type"], ("KeyError", "Runtime.HandlerError"))
                self.assertFalse(one["fault"]["handled"])
                self.assertIn("five", one["fault"]["message"])
            else:
                self.assertEqual(one["payload"], {"doubled": 2 * one["line"], "text": text})

    def test_the_log_is_shown(self):
        done, [one] = self.batch(['{"n": 1}'], "--tail")
        self.assertEqual(done.code, 0, done.err)
        self.assertIn("asked for 1", one["log"])

    def test_events_have_no_result_but_that_they_are_queued(self):
        done, [one] = self.batch(['{"n": 1}'], "--event")
        self.assertEqual(done.code, 0, done.err)
        self.assertTrue(one["ok"])
        self.assertNotIn("payload", one)

    def test_a_function_that_is_not_there_is_an_error_of_each_line(self):
        done = self.aloft("lambda", "batch", "--function", "nobody", stdin=b'{"n": 1}\n{"n": 2}\n')
        self.assertEqual(done.code, 1)
        self.assertEqual([json.loads(line)["error"]["code"] for line in done.out.splitlines()], ["ResourceNotFoundException"] * 2)
