#!/usr/bin/env python3
"""Streams of events in both directions, judged by Go's HTTP/2 and the Go SDK's codec and signer (duplex/main.go):
duplex.py --example PROGRAM [--program aloft] --folder DIR. The folder keeps the referee's binary."""
import argparse
import base64
import json
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import unittest

HERE = pathlib.Path(__file__).resolve().parent
SKIPPED = 77


def build(folder):
    target = pathlib.Path(folder) / "duplex" / "duplex"
    target.parent.mkdir(parents=True, exist_ok=True)
    subprocess.run(["go", "build", "-o", str(target), "."], cwd=HERE / "duplex", check=True)
    return target


class Referee:
    def __init__(self, binary, scratch):
        subprocess.run(["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", "key.pem", "-out", "cert.pem", "-days", "2",
                        "-subj", "/CN=127.0.0.1", "-addext", "subjectAltName=IP:127.0.0.1"], cwd=scratch, check=True, stderr=subprocess.DEVNULL)
        self.certificate = scratch / "cert.pem"
        self.running = subprocess.Popen([binary, str(self.certificate), str(scratch / "key.pem")], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        self.plain, self.secure = (int(self.running.stdout.readline().split()[0]) for _ in range(2))

    def saw(self):
        return json.loads(self.running.stdout.readline())

    def close(self):
        self.running.stdin.close()
        self.running.wait(timeout=10)


class Duplex(unittest.TestCase):
    def run_with(self, program, *arguments, secure=False, feed=""):
        environment = {"HOME": "/nonexistent", "PATH": os.environ["PATH"], "AWS_REGION": "eu-west-1", "AWS_ACCESS_KEY_ID": "AKIDEXAMPLE",
                       "AWS_SECRET_ACCESS_KEY": "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY", "AWS_CA_BUNDLE": str(referee.certificate),
                       "AWS_ENDPOINT_URL": f"https://127.0.0.1:{referee.secure}" if secure else f"http://127.0.0.1:{referee.plain}"}
        return subprocess.run([program, *arguments], env=environment, input=feed, text=True, capture_output=True, timeout=60)

    def judged(self, seen, events):
        self.assertEqual(seen["Fault"], "")
        self.assertEqual(seen["Protocol"], "HTTP/2.0")
        self.assertEqual(seen["ContentType"], "application/vnd.amazon.eventstream")
        self.assertTrue(seen["Signed"])
        self.assertEqual((seen["BadSignatures"], seen["Unsigned"]), (0, 0))
        self.assertTrue(seen["EndFrame"] and seen["CleanEnd"])
        self.assertEqual(seen["Events"], events)

    def test_the_example(self):
        for secure in (False, True):
            done = self.run_with(options.example, "Amy", secure=secure, feed="Good morning.\nGood night.\n")
            self.assertEqual((done.returncode, done.stderr), (0, "7 characters\n"))
            self.assertEqual([json.loads(each) for each in done.stdout.replace("}{", "}\n{").splitlines()],
                             [{"Text": "Good morning.\n"}, {"Text": "Good night.\n"}])
            self.judged(referee.saw(), ["TextEvent", "TextEvent", "CloseStreamEvent"])

    @unittest.skipUnless("--program" in sys.argv, "no program")
    def test_every_operation_through_the_program(self):
        body = base64.b64encode(b'{"x":1}').decode()
        cases = [
            (["bedrock-runtime", "invoke-model-with-bidirectional-stream", "--model-id", "amazon.nova-sonic-v1:0"],
             [{"chunk": {"bytes": body}}] * 3, [{"chunk": {"bytes": body}}] * 3),
            (["lexv2-runtime", "start-conversation", "--bot-id", "B" * 10, "--bot-alias-id", "A" * 10, "--locale-id", "en_US", "--session-id", "abc"],
             [{"TextInputEvent": {"text": "hi"}}, {"AudioInputEvent": {"audioChunk": body, "contentType": "audio/lpcm"}}],
             [{"HeartbeatEvent": {"eventId": "TextInputEvent"}}, {"HeartbeatEvent": {"eventId": "AudioInputEvent"}}]),
            (["polly", "start-speech-synthesis-stream", "--engine", "generative", "--voice-id", "Amy", "--output-format", "mp3"],
             [{"CloseStreamEvent": {}}], [{"StreamClosedEvent": {"RequestCharacters": 7}}]),
            (["qbusiness", "chat", "--application-id", "a" * 36],
             [{"textEvent": {"userMessage": "hi"}}, {"endOfInputEvent": {}}],
             [{"textEvent": {"systemMessage": "textEvent"}}, {"textEvent": {"systemMessage": "endOfInputEvent"}}]),
        ]
        for arguments, events, answers in cases:
            with self.subTest(arguments[0]):
                feed = "".join(json.dumps(each) + "\n" for each in events)
                done = self.run_with(options.program, *arguments, "--events", "-", secure=True, feed=feed)
                self.assertEqual((done.returncode, done.stderr), (0, ""))
                self.assertEqual([json.loads(line) for line in done.stdout.splitlines()], answers)
                self.judged(referee.saw(), [next(iter(each)) for each in events])

    @unittest.skipUnless("--program" in sys.argv, "no program")
    def test_a_line_that_is_no_event(self):
        call = ["polly", "start-speech-synthesis-stream", "--engine", "generative", "--voice-id", "Amy", "--output-format", "mp3", "--events", "-"]
        done = self.run_with(options.program, *call, feed='{"TextEvent":{"Text":"a"}}\nno\n')
        self.assertIn("line 2 of the standard input", done.stderr)
        self.assertEqual(done.returncode, 252)
        self.assertFalse(referee.saw()["EndFrame"])
        done = self.run_with(options.program, *call, feed='{"TextEvents":{"Text":"a"}}\n')
        self.assertIn("TextEvent", done.stderr)
        self.assertEqual(done.returncode, 252)
        referee.saw()


parser = argparse.ArgumentParser(description=__doc__)
parser.add_argument("--example", required=True, type=os.path.abspath)
parser.add_argument("--program", type=os.path.abspath)
parser.add_argument("--folder", required=True, type=os.path.abspath)
options = parser.parse_args()
for needed in ("go", "openssl"):
    if shutil.which(needed) is None:
        print(f"skipped: needs '{needed}', which this machine lacks")
        sys.exit(SKIPPED)
with tempfile.TemporaryDirectory() as scratch:
    referee = Referee(build(options.folder), pathlib.Path(scratch))
    outcome = unittest.TextTestRunner(verbosity=2).run(unittest.defaultTestLoader.loadTestsFromTestCase(Duplex))
    referee.close()
sys.exit(0 if outcome.wasSuccessful() else 1)
