// The same by sqs-consumer on AWS's own client. node consumer.mjs QUEUE-URL MESSAGES [CONSUMERS]
import { SQSClient } from "@aws-sdk/client-sqs";
import { Consumer } from "sqs-consumer";

const [url, wanted, consumers] = [process.argv[2], Number(process.argv[3]), Number(process.argv[4] ?? 8)];
const sqs = new SQSClient({});
const all = [];
let handled = 0, requests = 0;
sqs.middlewareStack.add((next) => (what) => { requests += 1; return next(what); }, { step: "finalizeRequest" });

const began = process.hrtime.bigint(), before = process.cpuUsage();
await new Promise((done) => {
  for (let i = 0; i < consumers; ++i) {
    const one = Consumer.create({
      queueUrl: url, sqs, batchSize: 10, waitTimeSeconds: 1, visibilityTimeout: 120, messageAttributeNames: ["All"],
      messageSystemAttributeNames: ["ApproximateReceiveCount"],
      handleMessageBatch: async (messages) => {
        for (const message of messages) if (!message.Body) throw new Error("an empty message");
        handled += messages.length;
        if (handled >= wanted) {
          for (const other of all) other.stop();
          setTimeout(done, 1500);  // deletes that are under way
        }
        return messages;
      },
    });
    one.on("error", (failure) => console.error(failure.message));
    all.push(one);
    one.start();
  }
});
const used = process.cpuUsage(before);
console.log(JSON.stringify({ count: handled, seconds: Number(process.hrtime.bigint() - began) / 1e9 - 1.5,
                             cpu_us_each: (used.user + used.system) / handled, requests_each: requests / handled,
                             resident_mb: process.memoryUsage().rss / 1e6 }));
process.exit(0);
