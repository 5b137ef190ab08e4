"""The commands around queues: send, listen, drain, redrive."""

import json
import os
import signal
import subprocess
import time

from case import Case


class QueueCommands(Case):
    def queue(self, name, *arguments):
        return self.ok("sqs", "create-queue", "--queue-name", name, *arguments).json["QueueUrl"]

    def send(self, queue, *lines, options=()):
        return self.aloft("sqs", "send", "--queue", queue, *options, stdin="".join(line + "\n" for line in lines).encode())

    def counts(self, url):
        names = ["ApproximateNumberOfMessages", "ApproximateNumberOfMessagesNotVisible"]
        found = self.ok("sqs", "get-queue-attributes", "--queue-url", url, "--attribute-names", *names).json["Attributes"]
        return [int(found[name]) for name in names]

    def run_aside(self, *arguments):
        return subprocess.Popen([self.aloft.path, *arguments], env=self.aloft.environment, stdout=subprocess.PIPE,
                                stderr=subprocess.PIPE, text=True)

    def wait_for(self, file, program):
        """What a program writes once it has begun; one that ends before it does says why."""
        while not os.path.exists(file):
            if program.poll() is not None:
                self.fail(f"ended with {program.returncode}: {program.communicate()[1]}")
            time.sleep(0.05)

    def test_lines_become_messages_and_lines_again(self):
        url = self.queue("lines")
        done = self.send("lines", *(f"line {i}" for i in range(25)))
        self.assertEqual(done.code, 0, done.err)
        rows = [json.loads(line) for line in done.out.splitlines()]
        self.assertEqual([row["Line"] for row in rows], list(range(1, 26)))
        self.assertTrue(all(row["MessageId"] for row in rows))
        drained = self.aloft("sqs", "drain", "--queue", url, "--idle-exit", "1s")
        self.assertEqual(drained.code, 0, drained.err)
        self.assertEqual(sorted(json.loads(line)["Body"] for line in drained.out.splitlines()), sorted(f"line {i}" for i in range(25)))
        self.assertIn("deleted 25", drained.err)
        self.assertEqual(self.counts(url), [0, 0])

    def test_a_broken_line_is_told_of_and_the_others_go_on(self):
        self.queue("broken")
        done = self.send("broken", '{"MessageBody": "a"}', "{no JSON", '{"MessageBody": "b", "MessageAttributes": {"k": {"DataType": "Binary", '
                         '"BinaryValue": "AP8="}}}', '{"Body": 1}', options=("--ndjson",))
        self.assertEqual(done.code, 1)
        rows = [json.loads(line) for line in done.out.splitlines()]
        self.assertEqual([row.get("Error", {}).get("Code") for row in rows], [None, "InvalidMessage", None, "InvalidMessage"])
        lines = self.ok_with_report("sqs", "drain", "--queue", "broken", "--idle-exit", "1s").splitlines()
        self.assertEqual({json.loads(line)["Body"] for line in lines}, {"a", "b"})

    def ok_with_report(self, *arguments):
        done = self.aloft(*arguments)
        self.assertEqual(done.code, 0, done.err)
        return done.out

    def test_a_command_decides_by_its_exit_status(self):
        url = self.queue("work", "--attributes", "VisibilityTimeout=300")
        self.assertEqual(self.send(url, "good", "later", "bad").code, 0)
        done = self.aloft("sqs", "listen", "--queue", url, "--idle-exit", "4s", "--exec",
                          'read body; echo "$body $SQS_RECEIVE_COUNT"; case $body in later) exit 75;; bad) exit 3;; esac')
        self.assertEqual(done.code, 0, done.err)
        seen = done.out.split("\n")
        self.assertIn("good 1", seen)
        self.assertIn("later 2", seen)  # it came again after its pause
        self.assertIn("ended with status 3", done.err)
        self.assertEqual(sum(self.counts(url)), 2, "bad is left alone, later is pausing again")

    def test_one_command_for_all(self):
        url = self.queue("loop")
        self.assertEqual(self.send(url, *(str(i) for i in range(30))).code, 0)
        program = ("import sys,json\nfor line in sys.stdin:\n m=json.loads(line)\n"
                   " print(json.dumps({'MessageId':m['MessageId'],'Outcome':'done'}),flush=True)")
        done = self.aloft("sqs", "listen", "--queue", url, "--idle-exit", "1s", "--exec-loop", f'python3 -c "{program}"')
        self.assertEqual(done.code, 0, done.err)
        self.assertIn("deleted 30", done.err)
        self.assertEqual(self.counts(url), [0, 0])

    def test_one_command_for_all_that_ends_in_the_middle(self):
        url = self.queue("loop-ends", "--attributes", "VisibilityTimeout=300")
        self.assertEqual(self.send(url, "a", "b", "c").code, 0)
        done = self.aloft("sqs", "listen", "--queue", url, "--idle-exit", "1s", "--in-flight", "1", "--exec-loop", "head -n 1 >/dev/null; exit 4")
        self.assertEqual(done.code, 0, done.err)
        self.assertIn("ended with status 4", done.err)
        self.assertEqual(sum(self.counts(url)), 3)

    def test_sigterm_drains(self):
        url = self.queue("term", "--attributes", "VisibilityTimeout=300")
        self.assertEqual(self.send(url, *(str(i) for i in range(20))).code, 0)
        folder = self.aloft.home
        program = self.run_aside("sqs", "listen", "--queue", url, "--in-flight", "5", "--wait-time", "1s", "--exec",
                                 f"touch {folder}/begun; while [ ! -e {folder}/go ]; do sleep 0.05; done")
        self.wait_for(f"{folder}/begun", program)
        program.send_signal(signal.SIGTERM)
        open(f"{folder}/go", "w").close()
        _, err = program.communicate(timeout=60)
        self.assertEqual(program.returncode, 0, err)
        visible, hidden = self.counts(url)
        self.assertEqual(hidden, 0, err)
        self.assertGreater(visible, 0, err)

    def test_commands_that_hang_are_ended_with_what_they_started(self):
        url = self.queue("hang", "--attributes", "VisibilityTimeout=300")
        self.assertEqual(self.send(url, "x").code, 0)
        folder = self.aloft.home
        program = self.run_aside("sqs", "listen", "--queue", url, "--wait-time", "1s", "--grace", "0", "--exec",
                                 f"sleep 1000 & echo $! >{folder}/pid.new; mv {folder}/pid.new {folder}/pid; wait")
        self.wait_for(f"{folder}/pid", program)
        program.send_signal(signal.SIGTERM)
        _, err = program.communicate(timeout=60)
        self.assertEqual(program.returncode, 0, err)
        self.assertEqual(self.counts(url), [1, 0], err)
        child = int(open(f"{folder}/pid").read())
        for _ in range(100):
            try:
                os.kill(child, 0)
            except ProcessLookupError:
                break
            time.sleep(0.05)
        else:
            self.fail("what the command started goes on")

    def test_a_reader_that_goes_loses_no_message(self):
        url = self.queue("pipe", "--attributes", "VisibilityTimeout=300")
        self.assertEqual(self.send(url, *(str(i) for i in range(200))).code, 0)
        done = subprocess.run(["sh", "-c", '"$0" sqs drain --queue "$1" | head -n 5', self.aloft.path, url], env=self.aloft.environment,
                              capture_output=True, text=True, timeout=60)
        read = len(done.stdout.splitlines())
        self.assertGreaterEqual(sum(self.counts(url)), 200 - 64 - read)  # what a pipe holds was written

    def test_redrive_by_copying(self):
        dead, live = self.queue("dead"), self.queue("live")
        self.assertEqual(self.send(dead, *(str(i) for i in range(25))).code, 0)
        done = self.aloft("sqs", "redrive", "--queue", dead, "--to", live, "--copy", "--rate", "100", "--idle-exit", "1s")
        self.assertEqual(done.code, 0, done.err)
        self.assertIn("moved 25 messages", done.err)
        self.assertEqual((self.counts(dead), self.counts(live)), ([0, 0], [25, 0]))

    def test_a_fifo_queue_keeps_its_order(self):
        url = self.queue("order.fifo", "--attributes", "FifoQueue=true,ContentBasedDeduplication=true")
        self.assertEqual(self.send(url, *(str(i) for i in range(35)), options=("--group", "g")).code, 0)
        lines = self.ok_with_report("sqs", "drain", "--queue", url, "--idle-exit", "1s").splitlines()
        self.assertEqual([json.loads(line)["Body"] for line in lines], [str(i) for i in range(35)])

    def test_what_is_not_there(self):
        for command in (("sqs", "listen", "--queue", "nowhere"), ("sqs", "send", "--queue", "nowhere")):
            done = self.aloft(*command, stdin=b"x\n")
            self.assertEqual(done.code, 254, done.err)
            self.assertIn("nowhere" if "nowhere" in done.err else "QueueDoesNotExist", done.err)
        for command in (("sqs", "listen"), ("sqs", "listen", "--queue", "a b"), ("sqs", "listen", "--queue", "q", "--exec", "x", "--delete"),
                        ("sqs", "listen", "--queue", "q", "--idle-exit", "soon"), ("sqs", "drain", "--queue", "q", "extra")):
            done = self.aloft(*command)
            self.assertEqual(done.code, 252, f"{command}: {done.err}")
            self.assertEqual(done.err.count("\n"), 1)
