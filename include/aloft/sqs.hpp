#pragma once
// Amazon SQS as programs use it: any number of messages sent or deleted at once, a consumer that calls a coroutine for
// each message, topics that may send to a queue. docs/sqs.md tells it in order.

#include <aloft/sqs_batch.hpp>
#include <aloft/sqs_consumer.hpp>
#include <aloft/sqs_message.hpp>
#include <aloft/sqs_policy.hpp>
#include <aloft/sqs_queue.hpp>
#include <aloft/sqs_sender.hpp>
